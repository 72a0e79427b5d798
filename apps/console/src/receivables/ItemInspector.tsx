import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { today, useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { FormModal } from '../shell/FormModal.tsx'
import { Facts, Inspector, Part } from '../shell/Inspector.tsx'
import { InspectorWaiting } from '../shell/InspectorWaiting.tsx'
import { useAct } from '../shell/useAct.tsx'
import { DueWords } from './DueWords.tsx'
import { NextWords, stepWords } from './NextWords.tsx'
import { RecordReceipt } from './RecordReceipt.tsx'

/** One instalment: its money, promises and steps, and what can be done to bring it in. */
export function ItemInspector({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT()
  const f = useFormats()
  const [dialog, open] = useState<'promise' | 'dispute' | 'release' | 'receipt' | null>(null)
  const close = () => open(null)
  const found = useQuery(query.receivables.item.queryOptions({ input: { id } }))
  const { data } = found
  const promise = useAct((v: { amountFen: number; promisedOn: string; person: string }) => api.receivables.promise({ id, ...v }), close)
  const dispute = useAct((reason: string) => api.receivables.dispute({ id, reason }), close)
  const settle = useAct(() => api.receivables.settleDispute({ id }))
  const release = useAct(
    (v: { until: string; reason: string }) => api.receivables.releaseCredit({ id: data?.accountId ?? '', ...v }),
    close,
  )
  if (!data) return <InspectorWaiting from={found} onClose={onClose} />
  const { may } = data
  return (
    <Inspector
      eyebrow={`${data.contractNo} · ${data.no}/${data.count}`}
      title={data.accountName}
      onClose={onClose}
      chips={
        <>
          <Chip>
            <DueWords item={data} />
          </Chip>
          {data.frozen ? <Chip tone="bad">{t('rec.frozen')}</Chip> : null}
        </>
      }
      head={
        <p className="inspector-amount">
          <Money fen={data.openFen} tone={data.overdueDays > 0 ? 'overdue' : undefined} /> <NextWords item={data} />
        </p>
      }
      footer={
        <div className="acts wrap">
          {may.endDispute ? (
            <Button onClick={() => settle.run(undefined)}>{t('rec.dispute.end')}</Button>
          ) : may.dispute ? (
            <Button onClick={() => open('dispute')}>{t('rec.dispute.act')}</Button>
          ) : null}
          {may.releaseCredit ? <Button onClick={() => open('release')}>{t('rec.release')}</Button> : null}
          {may.promise ? <Button onClick={() => open('promise')}>{t('rec.promise.act')}</Button> : null}
          {may.recordReceipt ? (
            <Button type="primary" onClick={() => open('receipt')}>
              {t('rec.record')}
            </Button>
          ) : null}
        </div>
      }
    >
      {settle.refusal}
      <p>
        <Link to={`/contracts/${data.contractId}`}>{t('rec.open.contract')}</Link> ·{' '}
        <Link to={`/accounts/${data.accountId}`}>{data.accountName}</Link>
      </p>
      <Part title={t('rec.inspect.allocations')}>
        {data.allocations.length === 0 ? <p className="quiet">{t('rec.none.allocations')}</p> : null}
        <Facts
          wide
          rows={data.allocations.map((one) => [
            `${f.day(one.onDay)} ${one.payer}`,
            <Money key={one.id} fen={one.amountFen} tone={one.reversed ? 'quiet' : 'arrived'} />,
          ])}
        />
      </Part>
      <Part title={t('rec.inspect.promises')}>
        {data.promises.length === 0 ? <p className="quiet">{t('rec.none.promises')}</p> : null}
        <Facts
          wide
          rows={data.promises.map((one) => [
            `${f.day(one.promisedOn)} ${one.person}`,
            `${f.money(one.amountFen)} ${t(`promise.${one.state}`, { promisedOn: f.day(one.promisedOn) })}`,
          ])}
        />
      </Part>
      <Part title={t('rec.inspect.steps')}>
        {data.steps.length === 0 ? <p className="quiet">{t('rec.none.steps')}</p> : null}
        <Facts wide rows={data.steps.map((one) => [stepWords(one.step, f.day(one.takenOn), t), f.money(one.openFen)])} />
      </Part>
      <FormModal
        open={dialog === 'promise'}
        title={t('rec.promise.act')}
        button={t('rec.promise.act')}
        act={promise}
        initial={{ amountFen: data.openFen, promisedOn: today() }}
        fields={[
          { name: 'amountFen', label: t('rec.record.amount'), kind: 'money', required: true },
          { name: 'promisedOn', label: t('rec.promise.day'), kind: 'day', required: true },
          { name: 'person', label: t('rec.promise.person'), required: true },
        ]}
        onSave={(v) => promise.run(v as never)}
        onClose={close}
      />
      <FormModal
        open={dialog === 'dispute'}
        title={t('rec.dispute.act')}
        button={t('rec.dispute.act')}
        act={dispute}
        fields={[{ name: 'reason', label: t('rec.reason'), kind: 'area', required: true }]}
        onSave={(v) => dispute.run(v.reason)}
        onClose={close}
      />
      <FormModal
        open={dialog === 'release'}
        title={t('rec.release')}
        button={t('rec.release')}
        act={release}
        fields={[
          { name: 'until', label: t('rec.release.until'), kind: 'day', required: true },
          { name: 'reason', label: t('rec.reason'), kind: 'area', required: true },
        ]}
        onSave={(v) => release.run(v as never)}
        onClose={close}
      />
      {dialog === 'receipt' ? (
        <RecordReceipt
          contractId={data.contractId}
          accountId={data.accountId}
          payer={data.accountName}
          amountFen={data.openFen}
          onClose={close}
        />
      ) : null}
    </Inspector>
  )
}
