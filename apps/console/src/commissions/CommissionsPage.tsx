import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { Coins } from 'lucide-react'
import { useState } from 'react'
import type { z } from 'zod'
import type { Statement as StatementShape } from '#modules/commissions/commission.contract.ts'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { WhatIfSlip } from '#shared/ui/WhatIfSlip.tsx'
import { ListPage } from '../shell/ListPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card, Figures } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { commissionScreenMessages } from './commissionScreen.messages.ts'
import { EntryInspector } from './EntryInspector.tsx'
import { TierBar } from './TierBar.tsx'
import { type Working, WorkingText } from './WorkingText.tsx'

addMessages(commissionScreenMessages)

type Statement = z.output<typeof StatementShape>

/** A period's commission: whose, how it comes about, entry by entry, and what one more receipt would change. */
export default function CommissionsPage() {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const wide = me?.permissions['commission.read'] !== 'own'
  const all = useQuery(query.commissions.statements.queryOptions({ input: {} }))
  const [memberId, setMember] = useState<string | undefined>()
  const [period, setPeriod] = useState<string | undefined>()
  const [openId, open] = useState<string | null>(null)
  const first = wide ? all.data?.items[0]?.memberId : me?.memberId
  const who = memberId ?? (all.data?.items.some((one) => one.memberId === me?.memberId) ? me?.memberId : first)
  const statement = useQuery(query.commissions.statement.queryOptions({ input: { memberId: who, period }, enabled: !!who }))
  const lock = useAct((locked: string) => api.commissions.lock({ period: locked }))
  const data = statement.data
  return (
    <ListPage
      title={t('comm.title')}
      sentence={
        data
          ? t(data.planVersion === 0 ? 'comm.sentence.default' : 'comm.sentence', {
              name: data.memberName,
              period: data.period,
              version: data.planVersion,
            })
          : null
      }
      actions={
        <>
          {wide && all.data ? (
            <Select
              value={who}
              onChange={setMember}
              aria-label={t('comm.member')}
              style={{ width: 160 }}
              options={all.data.items.map((one) => ({ value: one.memberId, label: one.memberName }))}
            />
          ) : null}
          {all.data ? (
            <Select
              value={period ?? all.data.period}
              onChange={setPeriod}
              aria-label={t('comm.period')}
              style={{ width: 110 }}
              options={all.data.periods.map((value) => ({ value, label: value }))}
            />
          ) : null}
          {all.data?.may.lock && !all.data.lockedAt ? (
            <Button loading={lock.busy} onClick={() => lock.run(period ?? all.data.period)}>
              {t('comm.lock', { period: period ?? all.data.period })}
            </Button>
          ) : null}
          {all.data?.lockedAt ? <Chip>{t('comm.locked', { at: f.moment(all.data.lockedAt) })}</Chip> : null}
        </>
      }
      alert={lock.refusal}
      inspector={openId ? <EntryInspector key={openId} id={openId} onClose={() => open(null)} /> : null}
    >
      {who ? (
        <Loaded from={statement}>{(shown) => <Filled data={shown} openId={openId} onOpen={open} />}</Loaded>
      ) : (
        <Empty icon={Coins} title={t('comm.empty')}>
          {t('comm.empty.body')}
        </Empty>
      )}
      {wide && all.data && all.data.items.length > 1 && may(me, 'commission.read') ? (
        <Card title={t('comm.tab.team')} flush>
          <table className="lines">
            <thead>
              <tr>
                <th>{t('comm.member')}</th>
                <th>{t('comm.target')}</th>
                <th>{t('comm.received')}</th>
                <th>{t('comm.completion')}</th>
                <th>{t('comm.rate')}</th>
                <th>{t('comm.earned')}</th>
              </tr>
            </thead>
            <tbody>
              {all.data.items.map((one) => (
                <tr key={one.memberId}>
                  <td>
                    <button type="button" className="link" onClick={() => setMember(one.memberId)}>
                      {one.memberName}
                    </button>
                  </td>
                  <td>{one.targetFen === null ? '—' : f.moneyShort(one.targetFen)}</td>
                  <td>{f.money(one.receivedFen)}</td>
                  <td>{one.completionPercent === null ? '—' : f.percent(one.completionPercent / 100)}</td>
                  <td>{one.reachedRatePercent}%</td>
                  <td>{one.commissionFen === undefined ? '—' : f.money(one.commissionFen)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Card>
      ) : null}
    </ListPage>
  )
}

function Filled({ data, openId, onOpen }: { data: Statement; openId: string | null; onOpen: (id: string) => void }) {
  const t = useT()
  const f = useFormats()
  const { now } = data
  return (
    <>
      <Figures
        items={[
          { label: t('comm.target'), value: f.moneyShort(now.targetFen) },
          { label: t('comm.received'), value: f.moneyShort(now.receivedFen), tone: 'ok' },
          { label: t('comm.completion'), value: now.completionPercent === null ? '—' : f.percent(now.completionPercent / 100) },
          {
            label: t('comm.rate'),
            value: `${now.reached.ratePercent}%`,
            note: t('comm.tier', { from: now.reached.fromPercent, rate: now.reached.ratePercent }),
          },
          {
            label: t('comm.earned'),
            value: now.commissionFen === undefined ? '—' : f.money(now.commissionFen),
            note: data.hidden ? t('comm.hidden') : undefined,
          },
        ]}
      />
      <div className="columns">
        <Card title={t('comm.how')} note={t(`comm.mode.${data.planMode}`)}>
          <TierBar completion={now.completionPercent} tiers={data.tiers} />
          <WorkingText working={now} />
          <div className="chips">
            {data.tiers.map((tier) => (
              <Chip key={tier.fromPercent} tone={tier.fromPercent === now.reached.fromPercent ? 'pri' : 'plain'}>
                {t('comm.tier', { from: tier.fromPercent, rate: tier.ratePercent })}
              </Chip>
            ))}
          </div>
        </Card>
        <Imagine memberId={data.memberId} />
      </div>
      <Card title={t('comm.entries')} note={data.entriesFen === undefined ? undefined : f.money(data.entriesFen)} flush>
        {data.entries.length === 0 ? (
          <Empty icon={Coins} title={t('comm.empty')}>
            {t('comm.empty.body')}
          </Empty>
        ) : (
          <table className="lines">
            <thead>
              <tr>
                <th>{t('comm.entry.what')}</th>
                <th>{t('comm.entry.day')}</th>
                <th>{t('comm.entry.state')}</th>
                <th>{t('comm.entry.basis')}</th>
                <th>{t('comm.entry.amount')}</th>
              </tr>
            </thead>
            <tbody>
              {data.entries.map((entry) => (
                <tr key={entry.id} data-open={openId === entry.id}>
                  <td>
                    <button type="button" className="link" onClick={() => onOpen(entry.id)}>
                      {entry.accountName ?? t(`comm.kind.${entry.kind}`)}
                    </button>{' '}
                    <small>
                      {entry.contractNo} {entry.itemNo ? `#${entry.itemNo}` : ''} {entry.receiptNumber}
                    </small>
                  </td>
                  <td>{f.day(entry.countedOn)}</td>
                  <td>{t(`comm.state.${entry.state}`)}</td>
                  <td>{f.money(entry.basisFen)}</td>
                  <td>{entry.amountFen === undefined ? '—' : f.money(entry.amountFen)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Card>
    </>
  )
}

/** The slip: what the commission would be if the oldest open instalment arrived today. */
function Imagine({ memberId }: { memberId: string }) {
  const t = useT()
  const f = useFormats()
  const { data, isError } = useQuery(query.commissions.whatIf.queryOptions({ input: { memberId }, retry: false }))
  if (isError || data === null)
    return (
      <Card title={t('comm.whatif')}>
        <p className="quiet">{t('comm.whatif.none')}</p>
      </Card>
    )
  if (!data) return null
  const sumOf = (working: Working) =>
    working.parts
      .filter((part) => part.basisFen !== 0)
      .map((part) => `${f.moneyShort(part.basisFen)} × ${part.ratePercent}%`)
      .join(' + ') || f.moneyShort(0)
  const percent = (value: number | null) => (value === null ? '—' : f.percent(value / 100))
  return (
    <WhatIfSlip
      title={t('comm.whatif')}
      subject={`${data.accountName} ${data.contractNo} #${data.itemNo}`}
      late={data.overdueDays > 0}
      note={data.overdueDays > 0 ? t('comm.whatif.late', { days: f.days(data.overdueDays) }) : undefined}
      amount={f.moneyShort(data.amountFen)}
      lines={[
        { label: t('comm.whatif.received'), before: f.moneyShort(data.before.receivedFen), after: f.moneyShort(data.after.receivedFen) },
        {
          label: t('comm.whatif.completion'),
          before: percent(data.before.completionPercent),
          after: percent(data.after.completionPercent),
        },
        { label: t('comm.whatif.rate'), before: `${data.before.reached.ratePercent}%`, after: `${data.after.reached.ratePercent}%` },
        { label: t('comm.whatif.working'), before: sumOf(data.before), after: sumOf(data.after) },
      ]}
      result={
        data.after.commissionFen === undefined
          ? undefined
          : {
              label: t('comm.whatif.commission'),
              value: f.money(data.after.commissionFen),
              gain: data.deltaFen === undefined ? undefined : `+${f.money(data.deltaFen)}`,
            }
      }
    />
  )
}
