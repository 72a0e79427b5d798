import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Coins, FileSignature, Handshake, IdCard, MapPin, MessageCircleWarning } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, today, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { PlanVisitSheet } from '../leads/PlanVisitSheet.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { FormSheet, type Values } from '../shell/Form.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { type Row, Rows } from '../shell/Rows.tsx'
import { useAct } from '../shell/useAct.tsx'
import { receivableScreenMessages } from './receivable.messages.ts'

addMessages(receivableScreenMessages)

/** One instalment: what is open, what was promised, and the visit that collects it. */
export default function ReceivablePage() {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const { id } = useParams({ strict: false }) as { id: string }
  const item = useQuery(query.receivables.item.queryOptions({ input: { id } }))
  const [asked, ask] = useState<'visit' | 'promise' | 'dispute' | null>(null)
  const close = () => ask(null)
  const promise = useAct(
    (values: Values) =>
      api.receivables.promise({
        id,
        amountFen: values.amountFen as number,
        promisedOn: values.on as string,
        person: values.person as string,
      }),
    close,
  )
  const dispute = useAct((values: Values) => api.receivables.dispute({ id, reason: values.reason as string }), close)
  const settle = useAct(() => api.receivables.settleDispute({ id }))
  const data = item.data
  const collects = data !== undefined && data.openFen > 0 && may(me, 'receivable.collect')
  const icon = { size: 20, strokeWidth: 1.75 }
  return (
    <FlowPage
      title={data?.accountName ?? t('due.title')}
      sentence={data ? t('due.item', { contract: data.contractNo, no: data.no }) : undefined}
      dock={
        collects ? (
          <>
            <BigButton look="plain" narrow icon={Handshake} onPress={() => ask('promise')}>
              {t('due.promise')}
            </BigButton>
            {may(me, 'visit.plan') ? (
              <BigButton icon={MapPin} onPress={() => ask('visit')}>
                {t('due.visit')}
              </BigButton>
            ) : null}
          </>
        ) : undefined
      }
    >
      <Loaded of={item}>
        {(one) => {
          const rows: (Row | false)[] = [
            {
              key: 'contract',
              to: `/contracts/${one.contractId}`,
              lead: <FileSignature {...icon} />,
              title: t('due.contract'),
              detail: one.contractNo,
            },
            {
              key: 'account',
              to: `/briefings/account/${one.accountId}`,
              lead: <IdCard {...icon} />,
              title: t('due.thread'),
              detail: one.accountName,
            },
            collects &&
              one.dispute === null && {
                key: 'dispute',
                lead: <MessageCircleWarning {...icon} />,
                title: t('due.dispute'),
                onPress: () => ask('dispute'),
              },
            collects &&
              one.dispute !== null && {
                key: 'settle',
                lead: <MessageCircleWarning {...icon} />,
                title: t('due.dispute.end'),
                onPress: () => settle.run(undefined),
              },
          ]
          return (
            <>
              <section className="phone-card">
                <p className="quiet">{t('due.open')}</p>
                <div className="figure">
                  <Money fen={one.openFen} />
                </div>
                <p>
                  {one.overdueDays > 0 ? (
                    <Chip tone="bad">{t('due.late', { days: one.overdueDays })}</Chip>
                  ) : one.dueOn ? (
                    t('due.on', { day: f.day(one.dueOn) })
                  ) : null}{' '}
                  {one.frozen ? <Chip tone="bad">{t('due.frozen')}</Chip> : null}
                </p>
                <dl className="facts">
                  <dt>{t('due.amount')}</dt>
                  <dd>{f.money(one.amountFen)}</dd>
                  <dt>{t('due.got')}</dt>
                  <dd style={{ color: one.receivedFen > 0 ? 'var(--ok)' : undefined }}>{f.money(one.receivedFen)}</dd>
                </dl>
                {one.promise ? (
                  <p>
                    {t('due.promised', {
                      person: one.promise.person,
                      day: f.day(one.promise.promisedOn),
                      sum: f.moneyShort(one.promise.amountFen),
                    })}
                  </p>
                ) : null}
                {one.dispute ? <Chip tone="warn">{t('due.disputed', { reason: one.dispute })}</Chip> : null}
              </section>
              {settle.refusal}
              {one.allocations.length > 0 ? (
                <>
                  <h2 className="section-title">{t('due.receipts')}</h2>
                  <Rows
                    rows={one.allocations.map((row) => ({
                      key: row.id,
                      lead: <Coins {...icon} style={{ color: 'var(--ok)' }} />,
                      title: row.payer,
                      detail: `${row.receiptNumber} · ${f.day(row.onDay)}`,
                      extra: <Money fen={row.amountFen} tone="arrived" />,
                    }))}
                  />
                </>
              ) : null}
              <Rows rows={rows.filter((row) => row !== false)} />
            </>
          )
        }}
      </Loaded>
      {data && asked === 'visit' ? (
        <PlanVisitSheet subjectType="account" subjectId={data.accountId} name={data.accountName} purpose="dunning" onClose={close} />
      ) : null}
      {data && asked === 'promise' ? (
        <FormSheet
          title={t('due.promise')}
          fields={[
            { name: 'amountFen', label: t('due.promise.amount'), kind: 'money', required: true },
            { name: 'on', label: t('due.promise.on'), kind: 'day', required: true },
            { name: 'person', label: t('due.promise.person'), required: true },
          ]}
          initial={{ amountFen: data.openFen, on: today() }}
          button={t('due.promise')}
          act={promise}
          onSave={promise.run}
          onClose={close}
        />
      ) : null}
      {asked === 'dispute' ? (
        <FormSheet
          title={t('due.dispute')}
          fields={[{ name: 'reason', label: t('due.dispute.why'), kind: 'area', required: true }]}
          button={t('due.dispute')}
          act={dispute}
          onSave={dispute.run}
          onClose={close}
        />
      ) : null}
    </FlowPage>
  )
}
