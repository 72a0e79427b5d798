import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button, Upload } from 'antd'
import { FileDown } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Money } from '#shared/ui/Money.tsx'
import { PriceFall } from '../approvals/PriceFall.tsx'
import { useCrumb } from '../shell/crumb.ts'
import { FormModal } from '../shell/FormModal.tsx'
import { Facts, Part } from '../shell/Inspector.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card, RecordPage } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { useWords } from '../shell/useWords.ts'
import { QuotationEditor } from './QuotationEditor.tsx'
import { QuotationChips, type QuotationDetail, QuotationFacts } from './QuotationHead.tsx'
import { quotationScreenMessages } from './quotationScreen.messages.ts'

addMessages(quotationScreenMessages)

/** A quotation: the draft is edited in place, later it is read and moved on. */
export default function QuotationPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useQuery(query.quotations.get.queryOptions({ input: { id } }))
  useCrumb(found.data?.number)
  return (
    <Loaded from={found}>
      {(data) => (data.status === 'draft' ? <QuotationEditor key={`${data.id}-${data.version}`} data={data} /> : <Reading data={data} />)}
    </Loaded>
  )
}

function Reading({ data }: { data: QuotationDetail }) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  return (
    <RecordPage
      title={data.number}
      chips={<QuotationChips data={data} />}
      facts={<QuotationFacts data={data} />}
      amount={<Money fen={data.netFen} />}
      actions={
        <a href={`/api/v1/quotations/${data.id}/pdf`} target="_blank" rel="noreferrer">
          <FileDown size={15} /> {t('quo.pdf')}
        </a>
      }
      aside={
        <>
          <Part title={t('quo.route')}>
            <p>{t(`quo.level.${data.route.level}`)}</p>
            {data.why.map((one) => (
              <p key={words(one)} className="quiet">
                {words(one)}
              </p>
            ))}
            {data.waiting ? <p>{t('quo.waiting', { names: f.list(data.waiting.names), since: f.moment(data.waiting.since) })}</p> : null}
            {data.approvalId ? <Link to={`/approvals/${data.approvalId}`}>{t('quo.toApproval')}</Link> : null}
          </Part>
          <Totals data={data} />
          {data.revisions.length > 1 ? (
            <Part title={t('quo.revisions')}>
              <Facts
                rows={data.revisions.map((one) => [
                  <Link key={one.id} to={`/quotations/${one.id}`}>
                    {t('quo.revision', { n: one.revision })} {t(`quotation.status.${one.status}`)}
                  </Link>,
                  f.money(one.netFen),
                ])}
              />
            </Part>
          ) : null}
        </>
      }
      decision={<NextAct data={data} />}
    >
      <Card title={`${data.bookName} · ${data.termsCode}`} flush>
        <table className="lines">
          <thead>
            <tr>
              <th>{t('quo.line.product')}</th>
              <th>{t('quo.line.quantity')}</th>
              <th>{t('quo.line.list')}</th>
              <th>{t('quo.line.price')}</th>
              <th>{t('quo.line.percent')}</th>
              <th>{t('quo.line.floor')}</th>
              <th>{t('quo.line.net')}</th>
            </tr>
          </thead>
          <tbody>
            {data.lines.map((line) => (
              <tr key={line.no} data-tone={line.belowFloor ? 'bad' : line.level === 'nobody' ? undefined : 'warn'}>
                <td>
                  {line.name} <small>{line.code}</small>
                </td>
                <td>
                  {Number(line.quantity).toLocaleString('en-US')} {line.unit}
                </td>
                <td>{f.unitPrice(line.listPrice)}</td>
                <td>{f.unitPrice(line.unitPrice)}</td>
                <td>{f.percent(line.percent / 100)}</td>
                <td data-tone={line.belowFloor ? 'bad' : undefined}>{f.money(line.floorGapFen)}</td>
                <td>{f.money(line.netFen)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
      {data.waterfall ? (
        <Card title={t('quo.fall')}>
          <PriceFall data={data.waterfall} />
        </Card>
      ) : null}
    </RecordPage>
  )
}

function Totals({ data }: { data: QuotationDetail }) {
  const t = useT()
  const f = useFormats()
  const { totals } = data
  const percent = (value: number | null | undefined) => (typeof value !== 'number' ? '' : ` · ${f.percent(value / 100)}`)
  const rows: [React.ReactNode, React.ReactNode][] = [
    [t('quo.sum.list'), f.money(totals.listFen)],
    [t('quo.sum.net'), <b key="n">{f.money(totals.netFen)}</b>],
    [t('quo.sum.tax'), f.money(totals.taxFen)],
  ]
  if (typeof totals.marginFen === 'number') rows.push([t('quo.sum.margin'), `${f.money(totals.marginFen)}${percent(totals.marginPercent)}`])
  if (typeof totals.effectiveMarginFen === 'number')
    rows.push([t('quo.sum.effective'), `${f.money(totals.effectiveMarginFen)}${percent(totals.effectiveMarginPercent)}`])
  return (
    <Part title={t('quo.sum.net')}>
      <Facts rows={rows} />
    </Part>
  )
}

/** What comes next for a quotation that is no draft: one filled button. */
function NextAct({ data }: { data: QuotationDetail }) {
  const t = useT()
  const go = useNavigate()
  const { id, status, may } = data
  const [rejecting, reject] = useState(false)
  const withdraw = useAct(() => api.quotations.withdraw({ id }))
  const send = useAct(() => api.quotations.send({ id }))
  const stamp = useAct((file: File) => api.quotations.stamp({ id, file }))
  const accept = useAct(() => api.quotations.accept({ id }))
  const decline = useAct(
    (reason: string) => api.quotations.reject({ id, reason }),
    () => reject(false),
  )
  const revise = useAct(
    () => api.quotations.revise({ id }),
    (made) => void go({ to: `/quotations/${made.id}` }),
  )
  const contract = useAct(
    () => api.contracts.create({ quotationId: id }),
    (made) => void go({ to: `/contracts/${made.id}` }),
  )
  const write = may.stamp || may.withdraw || may.revise
  const agreed = status === 'approved' || status === 'sent' || status === 'accepted'
  const next = status === 'approved' ? 'send' : !data.stampedAt ? 'stamp' : status === 'sent' ? 'accept' : 'contract'
  const primary = (what: string) => (next === what ? 'primary' : 'default')
  return (
    <>
      {withdraw.refusal ?? send.refusal ?? stamp.refusal ?? accept.refusal ?? revise.refusal ?? contract.refusal}
      {write ? (
        <div className="acts wrap">
          {may.withdraw ? (
            <Button loading={withdraw.busy} onClick={() => withdraw.run(undefined)}>
              {t('quo.withdraw')}
            </Button>
          ) : null}
          {may.reject ? (
            <Button danger onClick={() => reject(true)}>
              {t('quo.reject')}
            </Button>
          ) : null}
          {may.revise ? <Button onClick={() => revise.run(undefined)}>{t('quo.revise')}</Button> : null}
          {may.stamp ? (
            <Upload
              accept="image/*,.pdf"
              showUploadList={false}
              beforeUpload={(file) => {
                stamp.run(file)
                return false
              }}
            >
              <Button type={primary('stamp')} loading={stamp.busy}>
                {t(data.stampedAt ? 'quo.stamp.again' : 'quo.stamp')}
              </Button>
            </Upload>
          ) : null}
          {may.send ? (
            <Button type={primary('send')} loading={send.busy} onClick={() => send.run(undefined)}>
              {t('quo.send')}
            </Button>
          ) : null}
          {may.accept ? (
            <Button type={primary('accept')} loading={accept.busy} onClick={() => accept.run(undefined)}>
              {t('quo.accept')}
            </Button>
          ) : null}
          {agreed ? (
            <Button type={primary('contract')} loading={contract.busy} onClick={() => contract.run(undefined)}>
              {t('quo.contract')}
            </Button>
          ) : null}
        </div>
      ) : null}
      <FormModal
        open={rejecting}
        title={t('quo.reject.title')}
        button={t('quo.reject')}
        danger
        act={decline}
        fields={[{ name: 'reason', label: t('quo.reason'), kind: 'area', required: true }]}
        onSave={(values) => decline.run(values.reason)}
        onClose={() => reject(false)}
      />
    </>
  )
}
