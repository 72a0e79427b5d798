import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Check, Link2Off, ShieldCheck, X } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { queryClient } from '../queryClient.ts'
import { BigButton } from '../shell/BigButton.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { useAct } from '../shell/useAct.tsx'
import { useWords } from '../shell/useWords.ts'
import { CardTop, FactRows, WaterfallCard } from './ApprovalCard.tsx'
import { approvalScreenMessages } from './approval.messages.ts'
import { decideMessages } from './decide.messages.ts'

addMessages(approvalScreenMessages, decideMessages)

const asks = (token: string) => query.integrations.decisionLink.queryOptions({ input: { token }, retry: false, staleTime: 0 })
// Opened from a message, the app starts for it alone: the link is asked for while it is still asked who is here.
const [, opened] = /^\/m\/decide\/([^/]+)$/.exec(location.pathname) ?? []
if (opened) void queryClient.prefetchQuery(asks(opened))

type Link = Awaited<ReturnType<typeof api.integrations.decisionLink>>

const MOST_FACTS = 3
const CODE = /^\d{6}$/

/** Where a link in a message leads: what it is about, and two answers. Opening it decides nothing. */
export default function DecidePage() {
  const t = useT()
  const go = useNavigate()
  const { token } = useParams({ strict: false }) as { token: string }
  const link = useQuery(asks(token))
  const [note, setNote] = useState('')
  const [code, setCode] = useState('')
  const [rejecting, reject] = useState(new URLSearchParams(window.location.search).get('answer') === 'reject')
  const decide = useAct(
    (answer: 'approve' | 'reject') =>
      api.integrations.decideByLink({ token, answer, note, ...(link.data?.needs === 'code' ? { code: code.replace(/\s/g, '') } : {}) }),
    () => setCode(''),
  )
  const data = link.data
  const answers = data?.state === 'open' && data.needs !== 'authenticator'
  return (
    <FlowPage
      title={t('decide.title')}
      onBack={() => void go({ to: '/approvals' })}
      dock={
        data && answers && !decide.refusal ? (
          <Answers
            data={data}
            rejecting={rejecting}
            reject={reject}
            busy={decide.busy}
            code={data.needs !== 'code' || CODE.test(code.replace(/\s/g, ''))}
            reason={note.trim() !== ''}
            give={decide.run}
          />
        ) : (
          decide.refusal
        )
      }
      dockNote={
        answers && !decide.refusal && (rejecting || data.needs === 'code') ? (
          <Asked rejecting={rejecting} note={note} setNote={setNote} needs={data.needs} code={code} setCode={setCode} />
        ) : undefined
      }
    >
      <Loaded of={link}>
        {(one) =>
          one.approvalId === null ? (
            <Empty icon={Link2Off} title={t(`decide.state.${one.state}`)}>
              {t(`decide.state.${one.state}.body`)}
            </Empty>
          ) : (
            <>
              <Became data={one} />
              <Subject data={one} />
              {one.state === 'open' && one.needs === 'authenticator' ? (
                <section className="phone-card" data-tone="warn">
                  <h2>{t('decide.authenticator')}</h2>
                  <p>{t('decide.authenticator.body')}</p>
                  <BigButton look="plain" icon={ShieldCheck} onPress={() => void go({ to: '/me' })}>
                    {t('decide.authenticator.go')}
                  </BigButton>
                </section>
              ) : null}
            </>
          )
        }
      </Loaded>
    </FlowPage>
  )
}

type AskedProps = {
  rejecting: boolean
  note: string
  setNote: (next: string) => void
  needs: Link['needs']
  code: string
  setCode: (next: string) => void
}

/** What an answer needs stands over its button, where the thumb is. */
function Asked({ rejecting, note, setNote, needs, code, setCode }: AskedProps) {
  const t = useT()
  return (
    <>
      {rejecting ? (
        <span className="phone-field">
          <label htmlFor="decide-why">{t('decide.why')}</label>
          <textarea id="decide-why" rows={2} value={note} maxLength={1000} onChange={(event) => setNote(event.target.value)} />
        </span>
      ) : null}
      {needs === 'code' ? (
        <span className="phone-field">
          <label htmlFor="decide-code">{t('decide.code')}</label>
          <input
            id="decide-code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </span>
      ) : null}
    </>
  )
}

type AnswersProps = {
  data: Link
  rejecting: boolean
  reject: (on: boolean) => void
  busy: boolean
  code: boolean
  reason: boolean
  give: (answer: 'approve' | 'reject') => void
}

/** The button names what comes of it, or what is still missing. */
function Answers({ data, rejecting, reject, busy, code, reason, give }: AnswersProps) {
  const t = useT()
  const f = useFormats()
  const sum = data.amountFen === null ? null : f.moneyShort(data.amountFen)
  if (rejecting)
    return (
      <>
        <BigButton look="plain" narrow onPress={() => reject(false)}>
          {t('decide.back')}
        </BigButton>
        <BigButton look="danger" icon={X} busy={busy} disabled={!reason || !code} onPress={() => give('reject')}>
          {t(reason ? (code ? 'decide.reject' : 'decide.code.first') : 'decide.why')}
        </BigButton>
      </>
    )
  return (
    <>
      <BigButton look="danger" narrow onPress={() => reject(true)}>
        {t('decide.reject')}
      </BigButton>
      <BigButton icon={Check} busy={busy} disabled={!code} onPress={() => give('approve')}>
        {code ? (sum === null ? t('approve.yes') : t('approve.yes.sum', { sum })) : t('decide.code.first')}
      </BigButton>
    </>
  )
}

/** What became of the link, where it decides no more. */
function Became({ data }: { data: Link }) {
  const t = useT()
  if (data.state === 'open') return null
  return (
    <section className="phone-card" role="status" data-tone={data.state === 'used' ? 'ok' : 'warn'}>
      <h2>{t(data.answer ? `decide.answer.${data.answer}` : `decide.state.${data.state}`)}</h2>
      <p>{t(`decide.state.${data.state}.body`)}</p>
    </section>
  )
}

/** The same card as in the app; who holds the link alone is told title, sum and name. */
function Subject({ data }: { data: Link }) {
  const t = useT()
  const f = useFormats()
  const go = useNavigate()
  const words = useWords()
  const { card } = data
  return (
    <>
      <CardTop
        chip={
          card?.alarm && data.state === 'open' ? <Chip tone="warn">{words(card.alarm)}</Chip> : <small>{card ? null : data.number}</small>
        }
        note={t('decide.by', { name: data.requesterName ?? '', at: data.requestedAt ? f.moment(data.requestedAt) : '' })}
        title={data.title ?? ''}
        amountFen={data.amountFen}
        card={card}
      />
      {card ? <WaterfallCard card={card} /> : null}
      {card ? <FactRows facts={card.facts.slice(0, MOST_FACTS)} /> : null}
      <button type="button" className="plain-link" onClick={() => void go({ to: `/approvals/${data.approvalId}` })}>
        {t('decide.all')}
      </button>
    </>
  )
}
