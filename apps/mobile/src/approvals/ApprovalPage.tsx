import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { ChevronDown, Ellipsis, MessageSquare, Stamp } from 'lucide-react'
import { useState } from 'react'
import type { z } from 'zod'
import type { ApprovalDetail as DetailShape } from '#modules/approvals/approval.contract.ts'
import { api, query } from '#shared/api.ts'
import { serverNow } from '#shared/clock.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { useKept } from '../offline/kept.ts'
import { theOutbox } from '../offline/outbox.ts'
import { BigButton } from '../shell/BigButton.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Rows } from '../shell/Rows.tsx'
import { useAct } from '../shell/useAct.tsx'
import { useWords } from '../shell/useWords.ts'
import { CardTop, FactRows, WaterfallCard } from './ApprovalCard.tsx'
import { type ApprovalAsked, ApprovalSheet } from './ApprovalSheet.tsx'
import { approvalScreenMessages } from './approval.messages.ts'
import { chainOf, closes, decideKept } from './decide.ts'
import { KeptDecision } from './KeptDecision.tsx'
import { Talk } from './Talk.tsx'

addMessages(approvalScreenMessages)

export type ApprovalDetail = z.output<typeof DetailShape>

/** More of them are folded. */
const MOST_FACTS = 3

/** One decision on one screen: the figure, three ratios, the waterfall, the facts, two answers. */
export default function ApprovalPage() {
  const t = useT()
  const go = useNavigate()
  const { id } = useParams({ strict: false }) as { id: string }
  const approval = useQuery(query.approvals.get.queryOptions({ input: { id } }))
  const waiting = useQuery(query.approvals.list.queryOptions({ input: { box: 'waiting', limit: 60 } }))
  const [asked, ask] = useState<ApprovalAsked>(null)
  const data = approval.data
  const kept = useKept(chainOf(id))
  const closing = kept.filter(closes).at(-1)
  const queue = waiting.data?.items ?? []
  const at = queue.findIndex((one) => one.id === id)
  const next = at >= 0 && queue.length > 1 ? queue[(at + 1) % queue.length] : undefined
  return (
    <FlowPage
      title={t('approve.title')}
      sentence={at >= 0 ? t('approve.at', { n: at + 1, of: queue.length }) : data ? t(`approve.status.${data.status}`) : undefined}
      onBack={() => void go({ to: '/approvals' })}
      extra={
        next ? (
          <button type="button" className="plain-link" onClick={() => void go({ to: `/approvals/${next.id}` })}>
            {t('approve.later')}
          </button>
        ) : undefined
      }
      dock={
        data && closing?.state !== 'waiting' && Object.values(data.may).some(Boolean) ? (
          <ApprovalDock data={data} ask={ask} before={closing?.id} />
        ) : undefined
      }
    >
      {kept.map((act) => (
        <KeptDecision key={act.id} act={act} />
      ))}
      <Loaded of={approval}>{(shown) => <ApprovalBody data={shown} />}</Loaded>
      {data && asked ? <ApprovalSheet data={data} asked={asked} ask={ask} before={closing?.id} /> : null}
    </FlowPage>
  )
}

type DockProps = { data: ApprovalDetail; ask: (what: ApprovalAsked) => void; before: string | undefined }

/** `before`: an answer of mine that met a change; a new one takes its place. */
function ApprovalDock({ data, ask, before }: DockProps) {
  const t = useT()
  const f = useFormats()
  const { needed } = data
  const sum = data.card.amountFen === null ? null : f.moneyShort(data.card.amountFen)
  const decide = useAct(async () => {
    if (before) await theOutbox().drop(before)
    return await decideKept(data, { answer: 'approve' }, [t('approve.yes'), data.card.title, sum].filter(Boolean).join(' '))
  })
  const asks = needed !== null && (needed.note || needed.file || needed.fields.length > 0)
  const [reminded, setReminded] = useState<string[] | null>(null)
  const remind = useAct(
    () => api.approvals.remind({ id: data.id }),
    (answer) => setReminded(answer.reminded),
  )
  const { may } = data
  if (decide.refusal ?? remind.refusal) return decide.refusal ?? remind.refusal
  if (reminded) return <p role="status">{t('approve.reminded', { names: reminded.join('、') })}</p>
  if (may.approve)
    return (
      <>
        {may.reject ? (
          <BigButton look="danger" narrow onPress={() => ask('reject')}>
            {t('approve.no')}
          </BigButton>
        ) : null}
        <BigButton look="plain" narrow label={t('mobile.more')} icon={Ellipsis} onPress={() => ask('more')}>
          {null}
        </BigButton>
        <BigButton busy={decide.busy} onPress={() => (asks ? ask('approve') : decide.run(undefined))}>
          {sum === null ? t('approve.yes') : t('approve.yes.sum', { sum })}
        </BigButton>
      </>
    )
  return (
    <>
      {may.comment ? (
        <BigButton look="plain" narrow label={t('approve.comment')} icon={MessageSquare} onPress={() => ask('comment')}>
          {null}
        </BigButton>
      ) : null}
      {may.withdraw ? (
        <BigButton look="plain" narrow onPress={() => ask('withdraw')}>
          {t('approve.withdraw')}
        </BigButton>
      ) : null}
      {may.remind ? (
        <BigButton busy={remind.busy} onPress={() => remind.run(undefined)}>
          {t('approve.remind')}
        </BigButton>
      ) : null}
    </>
  )
}

function ApprovalBody({ data }: { data: ApprovalDetail }) {
  const f = useFormats()
  const t = useT()
  const words = useWords()
  const { card } = data
  return (
    <>
      <CardTop
        chip={
          data.status !== 'pending' ? (
            <Chip tone={data.status === 'approved' ? 'ok' : 'bad'}>{t(`approve.status.${data.status}`)}</Chip>
          ) : card.alarm ? (
            <Chip tone="warn" icon={Stamp}>
              {words(card.alarm)}
            </Chip>
          ) : null
        }
        note={data.waitingSince ? t('approve.waited', { span: f.duration(serverNow().getTime() - Date.parse(data.waitingSince)) }) : null}
        title={card.title}
        amountFen={card.amountFen}
        card={card}
      />
      <WaterfallCard card={card} />
      <FactRows facts={card.facts.slice(0, MOST_FACTS)} />
      <Coming data={data} />
      <Talk data={data} log={data.log.slice(-1)} />
      <Fold data={data} />
    </>
  )
}

/** Whom it goes to after a yes, or what a yes sets off. */
function Coming({ data }: { data: ApprovalDetail }) {
  const t = useT()
  const words = useWords()
  const [next] = data.next
  if (data.status !== 'pending') return null
  if (next) return <p className="quiet">{t('approve.then', { step: words(next.label), names: next.names.join('、') })}</p>
  return data.may.approve && data.card.consequence ? <p className="quiet">{words(data.card.consequence)}</p> : null
}

/** How such cases ended before. */
function Similar({ data }: { data: ApprovalDetail }) {
  const t = useT()
  const f = useFormats()
  if (data.similar.length === 0) return null
  return (
    <>
      <h2 className="section-title">{t('approve.similar')}</h2>
      <Rows
        rows={data.similar.map((one) => ({
          key: one.id,
          to: `/approvals/${one.id}`,
          title: one.title,
          detail: [
            t(`approve.status.${one.status}`),
            t('approve.similar.took', { span: f.duration(one.hours * 3_600_000) }),
            one.requesterName,
          ].join(' · '),
          extra: <Money fen={one.amountFen} as="short" />,
        }))}
      />
    </>
  )
}

/** What a decision seldom needs stays one tap away, so that the rest fits one screen. */
function Fold({ data }: { data: ApprovalDetail }) {
  const t = useT()
  const { lines, facts } = data.card
  if (lines.length === 0 && facts.length <= MOST_FACTS && data.log.length < 2 && data.similar.length === 0) return null
  return (
    <details className="fold">
      <summary>
        {lines.length > 0 ? t('approve.fold.lines', { n: lines.length }) : t('approve.fold')}
        <ChevronDown size={18} strokeWidth={1.75} aria-hidden="true" />
      </summary>
      <div className="stack">
        <FactRows facts={facts.slice(MOST_FACTS)} />
        <Lines data={data} />
        <Similar data={data} />
        <Talk data={data} log={data.log.slice(0, -1)} />
      </div>
    </details>
  )
}

function Lines({ data }: { data: ApprovalDetail }) {
  const t = useT()
  const f = useFormats()
  const { lines } = data.card
  if (lines.length === 0) return null
  return (
    <Rows
      rows={lines.map((line) => ({
        key: String(line.no),
        lead: String(line.no),
        title: line.name,
        detail: (
          <>
            {t('approve.line', {
              quantity: line.quantity.replace(/\.0+$/, ''),
              unit: line.unit,
              price: f.amount(Math.round(Number(line.unitPrice) * 100)),
              percent: line.percent,
            })}
            <span style={{ color: line.belowFloor ? 'var(--bad)' : undefined }}>
              {' · '}
              {t(line.belowFloor ? 'approve.line.below' : 'approve.line.above', { gap: f.money(Math.abs(line.floorGapFen)) })}
            </span>
          </>
        ),
        extra: <Money fen={line.netFen} as="short" />,
      }))}
    />
  )
}
