import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { api } from '#shared/api.ts'
import { today, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { RecordReceipt } from '../receivables/RecordReceipt.tsx'
import { FormModal } from '../shell/FormModal.tsx'
import { useAct } from '../shell/useAct.tsx'
import type { ContractDetail } from './ContractPage.tsx'
import { SignModal } from './SignModal.tsx'

type Dialog = 'seller' | 'buyer' | 'void' | 'terminate' | 'event' | 'delivery' | 'receipt'

/** The next act of the contract, by its status. */
export function NextAct({ data }: { data: ContractDetail }) {
  const t = useT()
  const me = useMe()
  const [dialog, open] = useState<Dialog | null>(null)
  const close = () => open(null)
  const { id, status } = data
  const submit = useAct(() => api.contracts.submit({ id }))
  const begin = useAct(() => api.contracts.beginSigning({ id }))
  const stop = useAct(() => api.contracts.stopSigning({ id }))
  const fulfil = useAct(() => api.contracts.fulfil({ id }))
  const undo = useAct(
    (reason: string) =>
      (dialog === 'void' ? api.contracts.void({ id, reason }) : api.contracts.terminate({ id, reason })) as Promise<unknown>,
    close,
  )
  const event = useAct((v: { event: string; onDay: string }) => api.contracts.recordEvent({ id, ...v }), close)
  const delivery = useAct(
    (v: { deliveredOn: string; amountFen: number; note?: string }) => api.contracts.recordDelivery({ id, ...v }),
    close,
  )
  const can = data.may
  const decisive = data.customer.contacts.find((one) => one.role === 'decision_maker') ?? data.customer.contacts[0]
  return (
    <>
      {submit.refusal ?? begin.refusal ?? stop.refusal ?? fulfil.refusal}
      <div className="acts wrap">
        {can.void ? (
          <Button danger onClick={() => open('void')}>
            {t('con.void')}
          </Button>
        ) : null}
        {can.terminate ? (
          <Button danger onClick={() => open('terminate')}>
            {t('con.terminate')}
          </Button>
        ) : null}
        {status === 'draft' ? (
          <Button
            type="primary"
            className="grow"
            disabled={data.blocks.length > 0 || !can.submit}
            loading={submit.busy}
            onClick={() => submit.run(undefined)}
          >
            {t('con.submit')}
          </Button>
        ) : null}
        {data.approvalId && status === 'in_approval' ? <Link to={`/approvals/${data.approvalId}`}>{t('con.toApproval')}</Link> : null}
        {can.beginSigning ? (
          <Button type="primary" className="grow" loading={begin.busy} onClick={() => begin.run(undefined)}>
            {t('con.begin')}
          </Button>
        ) : null}
        {can.stopSigning ? <Button onClick={() => stop.run(undefined)}>{t('con.stop')}</Button> : null}
        {status === 'signing'
          ? data.unsigned
              .filter((party) => (party === 'seller' ? can.signSeller : can.signBuyer))
              .map((party, i) => (
                <Button key={party} type={i === 0 ? 'primary' : 'default'} onClick={() => open(party)}>
                  {t(`con.sign.${party}`)}
                </Button>
              ))
          : null}
        {can.recordEvent ? (
          <Button onClick={() => open(data.kind === 'frame' ? 'delivery' : 'event')}>
            {t(data.kind === 'frame' ? 'con.delivery' : 'con.event')}
          </Button>
        ) : null}
        {can.fulfil ? <Button onClick={() => fulfil.run(undefined)}>{t('con.fulfil')}</Button> : null}
        {status === 'effective' && may(me, 'receipt.record') ? (
          <Button type="primary" onClick={() => open('receipt')}>
            {t('con.receive')}
          </Button>
        ) : null}
      </div>
      {status === 'draft' && data.blocks.length > 0 ? <p>{t('con.block.title', { n: data.blocks.length })}</p> : null}
      {dialog === 'seller' || dialog === 'buyer' ? <SignModal contractId={id} party={dialog} signer={decisive} onClose={close} /> : null}
      {dialog === 'receipt' ? <RecordReceipt contractId={id} accountId={data.accountId} payer={data.accountName} onClose={close} /> : null}
      <FormModal
        open={dialog === 'void' || dialog === 'terminate'}
        title={t(dialog === 'void' ? 'con.void' : 'con.terminate')}
        button={t(dialog === 'void' ? 'con.void' : 'con.terminate')}
        danger
        act={undo}
        fields={[{ name: 'reason', label: t('con.reason'), kind: 'area', required: true }]}
        onSave={(v) => undo.run(v.reason)}
        onClose={close}
      />
      <FormModal
        open={dialog === 'event'}
        title={t('con.event.title')}
        button={t('con.event')}
        act={event}
        initial={{ event: data.deliveredOn ? 'acceptance' : 'delivery', onDay: today() }}
        fields={[
          {
            name: 'event',
            label: t('con.event.kind'),
            kind: 'choice',
            required: true,
            options: ['delivery', 'acceptance'].map((value) => ({ value, label: t(`con.event.${value}`) })),
          },
          { name: 'onDay', label: t('con.event.day'), kind: 'day', required: true },
        ]}
        onSave={(v) => event.run(v as never)}
        onClose={close}
      />
      <FormModal
        open={dialog === 'delivery'}
        title={t('con.delivery')}
        button={t('con.delivery')}
        act={delivery}
        initial={{ deliveredOn: today() }}
        fields={[
          { name: 'deliveredOn', label: t('con.event.day'), kind: 'day', required: true },
          { name: 'amountFen', label: t('con.delivery.amount'), kind: 'money', required: true },
          { name: 'note', label: t('con.note') },
        ]}
        onSave={(v) => delivery.run(v as never)}
        onClose={close}
      />
    </>
  )
}
