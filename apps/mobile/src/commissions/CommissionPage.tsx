import { useQuery } from '@tanstack/react-query'
import { Coins, MapPin } from 'lucide-react'
import { useState } from 'react'
import type { z } from 'zod'
import type { Working as WorkingShape } from '#modules/commissions/commission.contract.ts'
import { query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Money } from '#shared/ui/Money.tsx'
import { WhatIfSlip } from '#shared/ui/WhatIfSlip.tsx'
import { PlanVisitSheet } from '../leads/PlanVisitSheet.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Rows } from '../shell/Rows.tsx'
import { commissionScreenMessages } from './commission.messages.ts'

addMessages(commissionScreenMessages)

type Working = z.output<typeof WorkingShape>

/** 提成: what is earned above, what one open receipt would make of it below. */
export default function CommissionPage() {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const statement = useQuery(query.commissions.statement.queryOptions({ input: {} }))
  const whatIf = useQuery({ ...query.commissions.whatIf.queryOptions({ input: {} }), retry: false })
  const [planning, plan] = useState(false)
  const wish = whatIf.data
  return (
    <FlowPage
      title={t('pay.title')}
      sentence={statement.data?.period}
      dock={
        wish && may(me, 'visit.plan') ? (
          <BigButton icon={MapPin} onPress={() => plan(true)}>
            {t('pay.visit')}
          </BigButton>
        ) : undefined
      }
    >
      <Loaded of={statement}>
        {(data) => (
          <>
            <Earned now={data.now} tiers={data.tiers} />
            {wish ? (
              <WhatIfSlip
                title={t('pay.if')}
                subject={wish.accountName}
                note={
                  wish.overdueDays > 0
                    ? t('pay.if.note', { no: wish.itemNo, days: wish.overdueDays })
                    : wish.dueOn
                      ? t('pay.if.note.due', { no: wish.itemNo, day: f.day(wish.dueOn) })
                      : undefined
                }
                amount={f.money(wish.amountFen)}
                lines={[
                  { label: t('pay.completion'), before: percent(wish.before), after: percent(wish.after) },
                  { label: t('pay.if.formula'), before: formula(wish.before, f.amount), after: formula(wish.after, f.amount) },
                ]}
                result={
                  wish.after.commissionFen === undefined
                    ? undefined
                    : {
                        label: t('pay.if.becomes'),
                        value: f.money(wish.after.commissionFen),
                        gain: wish.deltaFen === undefined ? undefined : `+${f.moneyShort(wish.deltaFen).replace('¥', '')}`,
                      }
                }
              />
            ) : null}
            <h2 className="section-title">{t('pay.entries')}</h2>
            {data.entries.length === 0 ? (
              <p className="quiet">{t('pay.entries.none')}</p>
            ) : (
              <Rows
                rows={data.entries.map((one) => ({
                  key: one.id,
                  lead: <Coins size={20} strokeWidth={1.75} />,
                  title: one.accountName
                    ? t('pay.entry', { account: one.accountName, no: one.itemNo ?? '—' })
                    : t(`commission.kind.${one.kind}`),
                  detail: [
                    f.day(one.countedOn),
                    t('pay.basis', { sum: f.moneyShort(one.basisFen) }),
                    t(`commission.state.${one.state}`),
                  ].join(' · '),
                  extra: one.amountFen === undefined ? undefined : <Money fen={one.amountFen} />,
                }))}
              />
            )}
          </>
        )}
      </Loaded>
      {planning && wish ? (
        <PlanVisitSheet
          subjectType="account"
          subjectId={wish.accountId}
          name={wish.accountName}
          purpose="dunning"
          onClose={() => plan(false)}
        />
      ) : null}
    </FlowPage>
  )
}

const percent = (of: Working): string => (of.completionPercent === null ? '—' : `${Math.round(of.completionPercent * 10) / 10}%`)

/** `200,000 × 1.5%`, or the parts of the excess mode. */
function formula(of: Working, amount: (fen: number) => string): string {
  const short = (fen: number) => amount(fen).replace(/\.00$/, '')
  return of.parts
    .filter((part) => part.basisFen > 0)
    .map((part) => `${short(part.basisFen)} × ${part.ratePercent.toFixed(1)}%`)
    .join(' + ')
}

function Earned({ now, tiers }: { now: Working; tiers: { fromPercent: number; ratePercent: number }[] }) {
  const t = useT()
  const f = useFormats()
  const share = now.completionPercent ?? 0
  const most = Math.max(150, share, ...tiers.map((tier) => tier.fromPercent))
  return (
    <section className="phone-card">
      <p className="quiet">{t('pay.now')}</p>
      <div className="figure">{now.commissionFen === undefined ? t('pay.hidden') : <Money fen={now.commissionFen} />}</div>
      <p>{now.commissionFen === undefined ? null : formula(now, f.amount)}</p>
      <div className="tier-bar" role="img" aria-label={`${t('pay.completion')} ${percent(now)}`}>
        <i style={{ width: `${Math.min(100, (share / most) * 100)}%` }} />
        {tiers
          .filter((tier) => tier.fromPercent > 0)
          .map((tier) => (
            <b key={tier.fromPercent} style={{ left: `${(tier.fromPercent / most) * 100}%` }} />
          ))}
      </div>
      <p className="quiet">{tiers.map((tier) => t('pay.tier', { from: tier.fromPercent, rate: tier.ratePercent })).join(' · ')}</p>
      <dl className="facts">
        <dt>{t('pay.received')}</dt>
        <dd style={{ color: 'var(--ok)' }}>{f.money(now.receivedFen)}</dd>
        <dt>{t('pay.target')}</dt>
        <dd>{now.targetFen > 0 ? f.money(now.targetFen) : t('pay.noTarget')}</dd>
        <dt>{t('pay.completion')}</dt>
        <dd>{percent(now)}</dd>
      </dl>
    </section>
  )
}
