import { useQuery } from '@tanstack/react-query'
import { query } from '#shared/api.ts'
import { knows, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { DueWords } from '../receivables/DueWords.tsx'
import { Card } from '../shell/RecordPage.tsx'
import type { ContractDetail } from './ContractPage.tsx'

/** `验收后` of a term's event; a milestone keeps its own name. */
export function useEventWords(): (event: string) => string {
  const t = useT()
  return (event) => (knows(`term_event.${event}`) ? t(`term_event.${event}`) : event)
}

/** The instalments: as the terms would make them, and once effective as they are, with the money that came. */
export function PlanCard({ data }: { data: ContractDetail }) {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const event = useEventWords()
  const real = useQuery(
    query.receivables.ofContract.queryOptions({ input: { id: data.id }, enabled: data.effectiveAt !== null && may(me, 'receivable.read') }),
  ).data
  return (
    <Card title={t('con.plan')} flush>
      <table className="lines">
        <thead>
          <tr>
            <th>{t('con.plan.no')}</th>
            <th>{t('con.plan.event')}</th>
            <th>{t('con.plan.due')}</th>
            <th>{t('con.plan.amount')}</th>
            <th>{t('con.plan.received')}</th>
          </tr>
        </thead>
        <tbody>
          {real && real.items.length > 0
            ? real.items.map((item) => (
                <tr key={item.id}>
                  <td>
                    {item.no}/{item.count} {item.period}
                  </td>
                  <td>{event(item.event)}</td>
                  <td>
                    {item.dueOn ? f.day(item.dueOn) : '—'} <DueWords item={item} />
                  </td>
                  <td>{f.money(item.amountFen)}</td>
                  <td>{item.settled === 'paid' ? <Chip tone="ok">{f.money(item.receivedFen)}</Chip> : f.money(item.receivedFen)}</td>
                </tr>
              ))
            : data.plan.map((item) => (
                <tr key={item.no}>
                  <td>{item.no}</td>
                  <td>{event(item.event)}</td>
                  <td>{item.dueOn ? f.day(item.dueOn) : t('con.plan.expected', { day: f.day(item.expectedOn) })}</td>
                  <td>{f.money(item.amountFen)}</td>
                  <td>—</td>
                </tr>
              ))}
        </tbody>
      </table>
    </Card>
  )
}
