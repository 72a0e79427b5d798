import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Ellipsis, FileText, Stamp, Target } from 'lucide-react'
import { useState } from 'react'
import type { z } from 'zod'
import type { QuotationDetail as DetailShape } from '#modules/quotations/quotation.contract.ts'
import { api, query } from '#shared/api.ts'
import { serverNow } from '#shared/clock.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { type Row, Rows } from '../shell/Rows.tsx'
import { useAct } from '../shell/useAct.tsx'
import { Editing } from './NewQuotationPage.tsx'
import { PriceCard } from './QuotationEditor.tsx'
import { type QuotationAsked, QuotationSheets } from './QuotationSheets.tsx'
import { quotationScreenMessages } from './quotation.messages.ts'

addMessages(quotationScreenMessages)

export type QuotationDetail = z.output<typeof DetailShape>

const tones = {
  draft: 'plain',
  in_approval: 'warn',
  approved: 'ok',
  sent: 'pri',
  accepted: 'ok',
  rejected: 'bad',
  expired: 'plain',
} as const

/** One quotation: its sum, who must agree, and the act its state asks for. */
export default function QuotationPage() {
  const t = useT()
  const { id } = useParams({ strict: false }) as { id: string }
  const quotation = useQuery(query.quotations.get.queryOptions({ input: { id } }))
  const [asked, ask] = useState<QuotationAsked>(null)
  const data = quotation.data
  if (data && asked === 'edit')
    return (
      <Editing
        opportunityId={data.opportunityId}
        title={data.accountName}
        existing={{ id: data.id, version: data.version }}
        start={{
          bookId: data.bookId,
          termsCode: data.termsCode,
          percentOff: data.header?.percentOff ?? '',
          lines: data.lines.map((line) => ({
            productId: line.productId,
            quantity: line.quantity,
            unitPrice: line.typedPrice ?? line.openUnitPrice,
          })),
        }}
      />
    )
  return (
    <FlowPage
      title={data?.accountName ?? t('quo.title')}
      sentence={data ? `${data.number} · ${t('quo.revision', { n: data.revision })}` : undefined}
      dock={data ? <QuotationDock data={data} ask={ask} /> : undefined}
    >
      <Loaded of={quotation}>{(shown) => <QuotationBody data={shown} />}</Loaded>
      {data && asked ? <QuotationSheets data={data} asked={asked} ask={ask} /> : null}
    </FlowPage>
  )
}

/** One filled button: what the state of the paper asks for next. */
function QuotationDock({ data, ask }: { data: QuotationDetail; ask: (what: QuotationAsked) => void }) {
  const t = useT()
  const f = useFormats()
  const go = useNavigate()
  const me = useMe()
  const sum = f.moneyShort(data.netFen)
  const settle = useAct(() => api.quotations.submit({ id: data.id }))
  const contract = useAct(
    () => api.contracts.create({ quotationId: data.id }),
    (made) => void go({ to: `/contracts/${made.id}` }),
  )
  const more = (
    <BigButton look="plain" narrow icon={Ellipsis} label={t('quo.more')} onPress={() => ask('more')}>
      {null}
    </BigButton>
  )
  const refusal = settle.refusal ?? contract.refusal
  if (refusal) return refusal
  if (data.may.submit) {
    const alone = data.route.level === 'nobody'
    const words = alone ? 'quo.submit.nobody' : data.route.level === 'special' ? 'quo.submit.special' : 'quo.submit'
    return (
      <>
        <BigButton look="plain" narrow onPress={() => ask('edit')}>
          {t('quo.change')}
        </BigButton>
        <BigButton busy={settle.busy} onPress={() => (alone ? settle.run(undefined) : ask('submit'))}>
          {t(words, { sum })}
        </BigButton>
      </>
    )
  }
  if (data.status === 'draft') return data.may.edit ? <BigButton onPress={() => ask('edit')}>{t('quo.change')}</BigButton> : null
  if (data.status === 'in_approval')
    return (
      <>
        {data.may.withdraw ? more : null}
        {data.approvalId ? (
          <BigButton onPress={() => void go({ to: `/approvals/${data.approvalId}` })}>{t('quo.seeApproval')}</BigButton>
        ) : null}
      </>
    )
  if (data.may.send && data.status === 'approved')
    return (
      <>
        {more}
        <BigButton onPress={() => ask('send')}>{t('quo.send')}</BigButton>
      </>
    )
  if (data.may.stamp && !data.stampedAt)
    return (
      <>
        {more}
        <BigButton icon={Stamp} onPress={() => ask('stamp')}>
          {t('quo.stamp')}
        </BigButton>
      </>
    )
  if (data.may.accept)
    return (
      <>
        {more}
        <BigButton onPress={() => ask('accept')}>{t('quo.accept')}</BigButton>
      </>
    )
  if (data.status === 'accepted' && may(me, 'contract.write'))
    return (
      <>
        {more}
        <BigButton busy={contract.busy} onPress={() => contract.run(undefined)}>
          {t('quo.contract')}
        </BigButton>
      </>
    )
  return Object.values(data.may).some(Boolean) ? more : null
}

function QuotationBody({ data }: { data: QuotationDetail }) {
  const t = useT()
  const f = useFormats()
  const icon = { size: 20, strokeWidth: 1.75 }
  const rows: (Row | false)[] = [
    {
      key: 'opportunity',
      to: `/opportunities/${data.opportunityId}`,
      lead: <Target {...icon} />,
      title: t('quo.opportunity', { name: data.opportunityName }),
    },
  ]
  return (
    <>
      <div className="quiet-note">
        <Chip tone={tones[data.status]}>{t(`quotation.status.${data.status}`)}</Chip>{' '}
        {data.waiting
          ? t('quo.waiting', {
              names: data.waiting.names.join('、'),
              span: f.duration(serverNow().getTime() - Date.parse(data.waiting.since)),
            })
          : t('quo.valid', { day: f.day(data.validUntil) })}
      </div>
      <PriceCard preview={data} />
      <Rows
        rows={data.lines.map((line) => ({
          key: line.productId,
          lead: String(line.no),
          title: `${line.code} ${line.name}`,
          detail: (
            <>
              {line.quantity.replace(/\.0+$/, '')} {line.unit} × {f.amount(Math.round(Number(line.unitPrice) * 100))} · {line.percent}%
              {line.belowFloor ? (
                <b style={{ color: 'var(--bad)' }}> {t('quo.line.below', { no: line.no, gap: f.money(-line.floorGapFen) })}</b>
              ) : null}
            </>
          ),
          extra: <Money fen={line.netFen} />,
        }))}
      />
      <section className="phone-card stack">
        <a className="plain-link" href={`/api/v1/quotations/${data.id}/pdf`} target="_blank" rel="noreferrer">
          <FileText size={18} strokeWidth={1.75} aria-hidden="true" />
          {t('quo.pdf')}
        </a>
        {data.stampedFileId ? (
          <a className="plain-link" href={`/api/v1/files/${data.stampedFileId}/content`} target="_blank" rel="noreferrer">
            <Stamp size={18} strokeWidth={1.75} aria-hidden="true" />
            {data.stampedAt ? t('quo.stamped', { at: f.moment(data.stampedAt) }) : t('quo.stamp.see')}
          </a>
        ) : null}
        {data.approvalId ? (
          <Link className="plain-link" to={`/approvals/${data.approvalId}`}>
            {t('quo.seeApproval')}
          </Link>
        ) : null}
      </section>
      <Rows rows={rows.filter((row) => row !== false)} />
    </>
  )
}
