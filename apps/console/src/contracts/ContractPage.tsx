import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { ContractDetail as Shape } from '#modules/contracts/contract.contract.ts'
import { api, query } from '#shared/api.ts'
import { addMessages, knows, today, useFormats, useLanguage, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { GateList } from '#shared/ui/GateList.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { fillOf } from '#shared/words.ts'
import { contractTone } from '../quotations/QuotationsPage.tsx'
import { RecordReceipt } from '../receivables/RecordReceipt.tsx'
import { useCrumb } from '../shell/crumb.ts'
import { FormModal } from '../shell/FormModal.tsx'
import { Facts, Part } from '../shell/Inspector.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card, RecordPage } from '../shell/RecordPage.tsx'
import { Timeline } from '../shell/Timeline.tsx'
import { useAct } from '../shell/useAct.tsx'
import { contractScreenMessages } from './contractScreen.messages.ts'
import { PlanCard } from './PlanCard.tsx'
import { SignModal } from './SignModal.tsx'

addMessages(contractScreenMessages)

export type ContractDetail = z.output<typeof Shape>

/** A contract from draft to the last instalment. */
export default function ContractPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useQuery(query.contracts.detail.queryOptions({ input: { id } }))
  useCrumb(found.data?.number)
  return <Loaded from={found}>{(data) => <Filled data={data} />}</Loaded>
}

function Filled({ data }: { data: ContractDetail }) {
  const t = useT()
  const f = useFormats()
  const shown = useLanguage()
  const facts = [
    data.quotationNumber ? t('con.quotation', { number: data.quotationNumber }) : null,
    shown === 'zh' ? data.termZh : data.termEn,
    data.ownerName,
    data.signedOn ? t('con.signedOn', { day: f.day(data.signedOn) }) : null,
    data.deliveredOn ? t('con.deliveredOn', { day: f.day(data.deliveredOn) }) : null,
    data.acceptedOn ? t('con.acceptedOn', { day: f.day(data.acceptedOn) }) : null,
  ].filter(Boolean)
  return (
    <RecordPage
      title={data.title}
      chips={<Chip tone={contractTone[data.status]}>{t(`contract.status.${data.status}`)}</Chip>}
      facts={
        <>
          {data.number} · <Link to={`/accounts/${data.accountId}`}>{data.accountName}</Link> · {facts.join(' · ')}
        </>
      }
      amount={<Money fen={data.amountFen} />}
      actions={<Link to={`/thread/contract/${data.id}`}>{t('con.thread')}</Link>}
      aside={<Aside data={data} />}
      decision={<NextAct data={data} />}
    >
      {data.status === 'draft' ? <Blocks data={data} /> : null}
      <Document data={data} />
      <PlanCard data={data} />
      <Lines data={data} />
      <Card title={t('con.timeline')}>
        <Timeline entries={data.timeline} />
      </Card>
    </RecordPage>
  )
}

/** Everything in the way of submission at once, each with what helps. */
function Blocks({ data }: { data: ContractDetail }) {
  const t = useT()
  const f = useFormats()
  return (
    <GateList
      title={data.blocks.length > 0 ? t('con.block.title', { n: data.blocks.length }) : t('con.block.ready')}
      conditions={data.blocks.map((block, i) => ({
        key: `${block.code}-${i}`,
        state: 'missing',
        label: t(block.code, fillOf(block.params, f)),
        action: block.act ? <BlockAct act={block.act} data={data} /> : undefined,
      }))}
    />
  )
}

function BlockAct({ act, data }: { act: string; data: ContractDetail }) {
  const t = useT()
  const label = knows(`con.act.${act}`)
    ? t(`con.act.${act}`)
    : knows(`opportunity.act.${act}`)
      ? t(`opportunity.act.${act}`)
      : t('con.customer')
  if (act.includes('quotation') && data.quotationId) return <Link to={`/quotations/${data.quotationId}`}>{label}</Link>
  if (act.includes('credit') || act.includes('collect')) return <Link to="/receivables">{label}</Link>
  if (data.opportunityId) return <Link to={`/opportunities/${data.opportunityId}`}>{label}</Link>
  return null
}

/** The PDF as it stands, in the page. Only asked for when the browser can show it. */
function Document({ data }: { data: ContractDetail }) {
  const t = useT()
  const [open, show] = useState(false)
  const url = `/api/v1/contracts/${data.id}/document`
  return (
    <Card
      title={t('con.document')}
      note={data.documentSha256?.slice(0, 12)}
      extra={
        <div className="chips">
          <Button size="small" onClick={() => show(!open)}>
            {t(open ? 'ui.close' : 'con.document')}
          </Button>
          <a href={url} target="_blank" rel="noreferrer">
            {t('con.document.open')}
          </a>
        </div>
      }
    >
      {open ? (
        <iframe className="pdf" title={t('con.document')} src={url} />
      ) : (
        <ol className="clauses">
          {data.clauses.slice(0, 4).map((clause) => (
            <li key={clause.title}>
              <b>{clause.title}</b>
              <p>{clause.text}</p>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}

function Lines({ data }: { data: ContractDetail }) {
  const t = useT()
  const f = useFormats()
  return (
    <Card title={t('con.lines')} flush>
      <table className="lines">
        <thead>
          <tr>
            <th>{t('con.line.name')}</th>
            <th>{t('con.line.quantity')}</th>
            <th>{t('con.line.price')}</th>
            <th>{t('con.line.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {data.lines.map((line) => (
            <tr key={line.code + line.name}>
              <td>
                {line.name} <small>{line.code}</small>
              </td>
              <td>
                {Number(line.quantity).toLocaleString('en-US')} {line.unit}
              </td>
              <td>{line.unitPrice}</td>
              <td>{f.money(line.amountFen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function Aside({ data }: { data: ContractDetail }) {
  const t = useT()
  const f = useFormats()
  const { customer } = data
  return (
    <>
      <Part title={t('con.customer')}>
        <div className="chips">
          {customer.creditGrade ? <Chip>{t('con.credit', { grade: customer.creditGrade })}</Chip> : null}
          {customer.frozen ? <Chip tone="bad">{t('con.frozen')}</Chip> : null}
        </div>
        <p className="quiet">{t('con.customer.before', { n: customer.contracts, sum: f.moneyBoard(customer.contractsFen) })}</p>
        <Facts rows={customer.contacts.slice(0, 4).map((one) => [one.name, one.title ?? '—'])} />
      </Part>
      <Part title={t('con.signatures')}>
        {data.signatures.length === 0 ? <p className="quiet">{t('con.signature.none')}</p> : null}
        <ul className="signatures">
          {data.signatures.map((one) => (
            <li key={one.id}>
              <img src={`/api/v1/files/${one.imageFileId}/content`} alt={one.signerName} />
              <b>{one.signerName}</b> <small>{t(`con.party.${one.party}`)}</small>
              <small>{f.evidence(one.signedAt)}</small>
            </li>
          ))}
        </ul>
        {data.status === 'signing'
          ? data.unsigned.map((party) => (
              <p className="warn" key={party}>
                {t('con.signature.unsigned', { party: t(`con.party.${party}`) })}
              </p>
            ))
          : null}
      </Part>
    </>
  )
}

type Dialog = 'seller' | 'buyer' | 'void' | 'terminate' | 'event' | 'delivery' | 'receipt'

/** The next act of the contract, by its status. */
function NextAct({ data }: { data: ContractDetail }) {
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
