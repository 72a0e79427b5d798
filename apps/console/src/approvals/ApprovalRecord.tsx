import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleAlert } from 'lucide-react'
import type { z } from 'zod'
import type { Card as CardShape, ApprovalDetail as Shape } from '#modules/approvals/approval.contract.ts'
import { query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { useCrumb } from '../shell/crumb.ts'
import { Loaded } from '../shell/Loaded.tsx'
import { Card, Figures, RecordPage } from '../shell/RecordPage.tsx'
import { useWords } from '../shell/useWords.ts'
import { Answer } from './Answer.tsx'
import { ApprovalAside } from './ApprovalAside.tsx'
import { PriceFall } from './PriceFall.tsx'

export type Detail = z.output<typeof Shape>
type CardData = z.output<typeof CardShape>

/** Everything needed to decide one approval, and the answers. */
export function ApprovalRecord({ id, quiet }: { id: string /** others are ticked: their button is the filled one */; quiet: boolean }) {
  const found = useQuery(query.approvals.get.queryOptions({ input: { id } }))
  useCrumb(found.data?.title)
  return <Loaded from={found}>{(data) => <Filled data={data} quiet={quiet} />}</Loaded>
}

function Filled({ data, quiet }: { data: Detail; quiet: boolean }) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const { card } = data
  return (
    <RecordPage
      grade={card.accountLevel ? <Grade grade={card.accountLevel} /> : undefined}
      title={data.title}
      chips={
        <>
          {card.alarm ? (
            <Chip tone="warn" icon={CircleAlert}>
              {words(card.alarm)}
            </Chip>
          ) : null}
          {data.status === 'pending' ? null : (
            <Chip tone={data.status === 'approved' ? 'ok' : 'plain'}>{t(`approval.status.${data.status}`)}</Chip>
          )}
        </>
      }
      facts={
        <>
          <Link to={card.link}>{card.subtitle ? words(card.subtitle) : data.number}</Link> ·{' '}
          {t('approvals.submitted', { name: data.requesterName, at: f.moment(data.requestedAt) })}
        </>
      }
      amount={data.amountFen === null ? undefined : <Money fen={data.amountFen} />}
      aside={<ApprovalAside data={data} />}
      decision={<Answer data={data} quiet={quiet} />}
    >
      {card.figures.length > 0 ? (
        <Figures
          items={card.figures.map((one) => ({
            label: words(one.label),
            value:
              one.value === null
                ? '—'
                : one.unit === 'ratio'
                  ? f.percent(one.value)
                  : one.unit === 'fen'
                    ? f.moneyShort(one.value)
                    : f.days(one.value),
            note: one.note ? words(one.note) : undefined,
            tone: one.tone === 'ok' || one.tone === 'warn' || one.tone === 'bad' ? one.tone : undefined,
          }))}
        />
      ) : null}
      {card.waterfall ? (
        <Card
          title={t('approvals.waterfall')}
          note={card.waterfall.fromFen > 0 ? t('approvals.waterfall.from', { from: f.moneyBoard(card.waterfall.fromFen) }) : undefined}
        >
          <PriceFall data={card.waterfall} />
        </Card>
      ) : null}
      {card.lines.length > 0 ? <Lines card={card} /> : null}
      {card.facts.length > 0 ? <FourFacts card={card} /> : null}
    </RecordPage>
  )
}

function Lines({ card }: { card: CardData }) {
  const t = useT()
  const f = useFormats()
  return (
    <Card title={t('approvals.lines')} flush>
      <table className="lines">
        <thead>
          <tr>
            <th>{t('approvals.line.product')}</th>
            <th>{t('approvals.line.quantity')}</th>
            <th>{t('approvals.line.list')}</th>
            <th>{t('approvals.line.unit')}</th>
            <th>{t('approvals.line.percent')}</th>
            <th>{t('approvals.line.floor')}</th>
            <th>{t('approvals.line.net')}</th>
          </tr>
        </thead>
        <tbody>
          {card.lines.map((line) => (
            <tr key={line.no} data-tone={line.belowFloor ? 'bad' : line.level === 'nobody' ? undefined : 'warn'}>
              <td>
                {line.name} <small>{line.code}</small>
              </td>
              <td>
                {Number(line.quantity).toLocaleString('en-US')} {line.unit}
              </td>
              <td>{f.unitPrice(line.listPrice)}</td>
              <td>{f.unitPrice(line.unitPrice)}</td>
              <td>{f.percent(line.percent > 1.5 ? line.percent / 100 : line.percent)}</td>
              <td data-tone={line.belowFloor ? 'bad' : undefined}>{f.money(line.floorGapFen)}</td>
              <td>{f.money(line.netFen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function FourFacts({ card }: { card: CardData }) {
  const words = useWords()
  return (
    <div className="four">
      {card.facts.map((fact) => (
        <section className="card" key={fact.key} data-tone={fact.tone}>
          <small>{words(fact.label)}</small>
          <b>{fact.link ? <Link to={fact.link}>{words(fact.title)}</Link> : words(fact.title)}</b>
          {fact.detail ? <p>{words(fact.detail)}</p> : null}
        </section>
      ))}
    </div>
  )
}
