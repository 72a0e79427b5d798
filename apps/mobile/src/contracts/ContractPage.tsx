import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Building2, Ellipsis, FileText, PenLine, Target } from 'lucide-react'
import { useState } from 'react'
import type { z } from 'zod'
import type { ContractDetail as DetailShape } from '#modules/contracts/contract.contract.ts'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { GateList } from '#shared/ui/GateList.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Rows } from '../shell/Rows.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick, useWords } from '../shell/useWords.ts'
import { ContractMoreSheet } from './ContractMoreSheet.tsx'
import { contractScreenMessages } from './contract.messages.ts'
import { SignSheet } from './SignSheet.tsx'

addMessages(contractScreenMessages)

export type ContractDetail = z.output<typeof DetailShape>
type Asked = 'more' | 'seller' | 'buyer' | null

const tones = {
  draft: 'plain',
  in_approval: 'warn',
  approved: 'ok',
  signing: 'pri',
  effective: 'pri',
  fulfilled: 'ok',
  terminated: 'bad',
  void: 'plain',
} as const

/** One contract: what is in the way, who has signed, and the act its state asks for. */
export default function ContractPage() {
  const t = useT()
  const { id } = useParams({ strict: false }) as { id: string }
  const contract = useQuery(query.contracts.detail.queryOptions({ input: { id } }))
  const [asked, ask] = useState<Asked>(null)
  const data = contract.data
  return (
    <FlowPage
      title={data?.accountName ?? t('deed.title')}
      sentence={data?.number}
      dock={data ? <ContractDock data={data} ask={ask} /> : undefined}
    >
      <Loaded of={contract}>{(shown) => <ContractBody data={shown} />}</Loaded>
      {data && asked === 'more' ? <ContractMoreSheet data={data} onClose={() => ask(null)} /> : null}
      {data && (asked === 'seller' || asked === 'buyer') ? (
        <SignSheet key={asked} data={data} party={asked} onClose={() => ask(null)} />
      ) : null}
    </FlowPage>
  )
}

function ContractDock({ data, ask }: { data: ContractDetail; ask: (what: Asked) => void }) {
  const t = useT()
  const f = useFormats()
  const go = useNavigate()
  const submit = useAct(() => api.contracts.submit({ id: data.id }))
  const begin = useAct(() => api.contracts.beginSigning({ id: data.id }))
  const { may } = data
  const refusal = submit.refusal ?? begin.refusal
  if (refusal) return refusal
  const more =
    may.void || may.stopSigning || may.recordEvent ? (
      <BigButton look="plain" narrow label={t('mobile.more')} icon={Ellipsis} onPress={() => ask('more')}>
        {null}
      </BigButton>
    ) : null
  const next = () => {
    if (may.submit)
      return data.blocks.length > 0 ? (
        <BigButton disabled>{t('deed.blocked', { n: data.blocks.length })}</BigButton>
      ) : (
        <BigButton busy={submit.busy} onPress={() => submit.run(undefined)}>
          {t('deed.submit', { sum: f.moneyShort(data.amountFen) })}
        </BigButton>
      )
    if (data.status === 'in_approval' && data.approvalId)
      return <BigButton onPress={() => void go({ to: `/approvals/${data.approvalId}` })}>{t('deed.seeApproval')}</BigButton>
    if (may.beginSigning)
      return (
        <BigButton busy={begin.busy} onPress={() => begin.run(undefined)}>
          {t('deed.begin')}
        </BigButton>
      )
    if (data.status !== 'signing') return null
    if (data.unsigned.includes('seller') && may.signSeller)
      return (
        <BigButton icon={PenLine} onPress={() => ask('seller')}>
          {t('deed.sign.seller')}
        </BigButton>
      )
    if (data.unsigned.includes('buyer') && may.signBuyer)
      return (
        <BigButton icon={PenLine} onPress={() => ask('buyer')}>
          {t('deed.sign.buyer')}
        </BigButton>
      )
    return <BigButton disabled>{t('deed.waitSeller')}</BigButton>
  }
  const button = next()
  if (more && !button)
    return (
      <BigButton look="plain" icon={Ellipsis} onPress={() => ask('more')}>
        {t('mobile.more')}
      </BigButton>
    )
  return button ? (
    <>
      {more}
      {button}
    </>
  ) : null
}

function ContractBody({ data }: { data: ContractDetail }) {
  const t = useT()
  const f = useFormats()
  const pick = usePick()
  const words = useWords()
  const icon = { size: 20, strokeWidth: 1.75 }
  return (
    <>
      <section className="phone-card">
        <div className="card-head">
          <div className="figure" style={{ flex: 1, color: data.status === 'effective' ? 'var(--pri)' : undefined }}>
            <Money fen={data.amountFen} />
          </div>
          <Chip tone={tones[data.status]}>{t(`contract.status.${data.status}`)}</Chip>
        </div>
        <p>{data.title}</p>
        <p>
          {t('deed.terms')} {pick(data.terms)}
        </p>
        {data.effectiveAt ? <p>{t('deed.effective', { day: f.date(data.effectiveAt) })}</p> : null}
        <a className="plain-link" href={`/api/v1/contracts/${data.id}/document`} target="_blank" rel="noreferrer">
          <FileText size={18} strokeWidth={1.75} aria-hidden="true" />
          {t('deed.pdf')}
        </a>
      </section>
      {data.status === 'draft' ? (
        <GateList
          title={data.blocks.length > 0 ? t('deed.blocks', { n: data.blocks.length }) : t('deed.ready')}
          conditions={data.blocks.map((block) => ({
            key: block.code,
            state: 'missing',
            label: words({ key: block.code, params: block.params }),
          }))}
        />
      ) : null}
      {data.status === 'signing' || data.signatures.length > 0 ? <Signatures data={data} /> : null}
      {data.plan.length > 0 ? (
        <>
          <h2 className="section-title">{t('deed.plan')}</h2>
          <Rows
            rows={data.plan.map((item) => ({
              key: String(item.no),
              lead: String(item.no),
              title: item.dueOn
                ? t('deed.plan.due', { no: item.no, day: f.day(item.dueOn) })
                : t('deed.plan.waiting', { no: item.no, day: f.day(item.expectedOn) }),
              extra: <Money fen={item.amountFen} />,
            }))}
          />
        </>
      ) : null}
      <Rows
        rows={[
          {
            key: 'customer',
            to: `/briefings/account/${data.accountId}`,
            lead: <Building2 {...icon} style={{ color: data.customer.frozen ? 'var(--bad)' : undefined }} />,
            title: data.customer.name,
            detail: [
              data.customer.creditGrade ? t('deed.credit', { grade: data.customer.creditGrade }) : null,
              data.customer.frozen ? t('deed.frozen') : null,
            ]
              .filter(Boolean)
              .join(' · '),
          },
          ...(data.opportunityId
            ? [
                {
                  key: 'opportunity',
                  to: `/opportunities/${data.opportunityId}`,
                  lead: <Target {...icon} />,
                  title: t('deed.opportunity', { name: data.opportunityName ?? '' }),
                },
              ]
            : []),
          ...(data.quotationId
            ? [
                {
                  key: 'quotation',
                  to: `/quotations/${data.quotationId}`,
                  lead: <FileText {...icon} />,
                  title: t('deed.quotation', { number: data.quotationNumber ?? '' }),
                },
              ]
            : []),
        ]}
      />
    </>
  )
}

/** Both parties, signed or not. */
function Signatures({ data }: { data: ContractDetail }) {
  const t = useT()
  const f = useFormats()
  return (
    <GateList
      ring
      title={t('deed.signatures')}
      conditions={(['seller', 'buyer'] as const).map((party) => {
        const signed = data.signatures.find((one) => one.party === party)
        return {
          key: party,
          state: signed ? 'met' : 'missing',
          label: t(`sign.party.${party}`),
          detail: signed
            ? t('deed.signed', { name: signed.signerName, at: f.moment(signed.signedAt) })
            : t('deed.unsigned', { party: t(`sign.party.${party}`) }),
        }
      })}
    />
  )
}
