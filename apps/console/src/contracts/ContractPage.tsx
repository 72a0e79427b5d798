import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { ContractDetail as Shape } from '#modules/contracts/contract.contract.ts'
import { api, query } from '#shared/api.ts'
import { addMessages, knows, useFormats, useLanguage, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { GateList } from '#shared/ui/GateList.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { fillOf } from '#shared/words.ts'
import { contractTone } from '../quotations/QuotationsPage.tsx'
import { useCrumb } from '../shell/crumb.ts'
import { CustomFacts, FillModal } from '../shell/customFields.tsx'
import type { Values } from '../shell/FormModal.tsx'
import { Facts, Part } from '../shell/Inspector.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card, RecordPage } from '../shell/RecordPage.tsx'
import { Timeline } from '../shell/Timeline.tsx'
import { useAct } from '../shell/useAct.tsx'
import { NextAct } from './ContractActs.tsx'
import { contractScreenMessages } from './contractScreen.messages.ts'
import { PlanCard } from './PlanCard.tsx'

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
      aside={
        <>
          <CustomFacts subject="contract" values={data.custom} />
          {data.status === 'draft' && data.may.edit ? <FillContract data={data} /> : null}
          <Aside data={data} />
        </>
      }
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
  if (act === 'fill_custom_field') return <FillContract data={data} />
  if (act.includes('quotation') && data.quotationId) return <Link to={`/quotations/${data.quotationId}`}>{label}</Link>
  if (act.includes('credit') || act.includes('collect')) return <Link to="/receivables">{label}</Link>
  if (data.opportunityId) return <Link to={`/opportunities/${data.opportunityId}`}>{label}</Link>
  return null
}

/** The company's fields of a draft, in a form of their own. */
function FillContract({ data }: { data: ContractDetail }) {
  const t = useT()
  const [open, show] = useState(false)
  const fill = useAct(
    (custom: Values) => api.contracts.edit({ id: data.id, version: data.version, custom: custom as never }),
    () => show(false),
  )
  return (
    <>
      <Button onClick={() => show(true)}>{t('custom.fill')}</Button>
      <FillModal
        subject="contract"
        record={data}
        name={data.number}
        places={[data.kind]}
        open={open}
        act={fill}
        onSave={fill.run}
        onClose={() => show(false)}
      />
    </>
  )
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
            {t(open ? 'ui.close' : 'con.document.read')}
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
              <td>{f.unitPrice(line.unitPrice)}</td>
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
