import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Check, ChevronRight, Phone, Waves } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { isProblem } from '#shared/problem.ts'
import { Countdown, Ring } from '#shared/ui/Countdown.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { MaskedContact } from '#shared/ui/MaskedContact.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { TabPage, TapChip } from '../shell/TabPage.tsx'
import { told, useAct } from '../shell/useAct.tsx'
import { useWords } from '../shell/useWords.ts'
import { useHere } from '../visits/useHere.ts'
import { leadMessages } from './leads.messages.ts'
import { aboutLead, type LeadRow, whyPooled } from './leadText.ts'

addMessages(leadMessages)

type Filter = { grade?: string; channelKind?: string; sort?: 'pooled' | 'points' }
const filters: { key: string; label: [string, Record<string, string>?]; filter: Filter }[] = [
  { key: 'all', label: ['leads.pool.all'], filter: {} },
  { key: 'A', label: ['leads.pool.grade', { grade: 'A' }], filter: { grade: 'A' } },
  { key: 'B', label: ['leads.pool.grade', { grade: 'B' }], filter: { grade: 'B' } },
  { key: 'points', label: ['leads.pool.points'], filter: { sort: 'points' } },
  { key: 'referral', label: ['leads.pool.referral'], filter: { channelKind: 'referral' } },
]

/** 公海: what may be taken, how much I may still take; winning unmasks in place, losing is told where it happened. */
export default function PoolPage() {
  const t = useT()
  const go = useNavigate()
  const [chosen, choose] = useState('all')
  const [won, win] = useState<LeadRow | null>(null)
  const [tried, setTried] = useState<Tried[]>([])
  const onWon = (lead: LeadRow) => {
    win(lead)
    setTried((before) => before.filter((one) => one.lead.id !== lead.id))
  }
  const filter = filters.find((one) => one.key === chosen)?.filter ?? {}
  const counts = useQuery(query.leads.leadCounts.queryOptions())
  const leads = useQuery(query.leads.pooledLeads.queryOptions({ input: { ...filter, limit: 40 } }))
  const pools = counts.data?.pools ?? []
  const sum = (pick: (pool: (typeof pools)[number]) => number) => pools.reduce((all, pool) => all + pick(pool), 0)
  return (
    <TabPage
      title={t('leads.tab.pool')}
      sentence={counts.data ? t('leads.pool.sentence', { n: sum((one) => one.count), fresh: sum((one) => one.newToday) }) : undefined}
      extra={<Quota />}
      chips={
        <>
          <TapChip on={false} onPress={() => void go({ to: '/leads' })}>
            {t('leads.tab.mine')}
          </TapChip>
          {filters.map(({ key, label }) => (
            <TapChip
              key={key}
              on={chosen === key}
              onPress={() => {
                setTried([])
                choose(key)
              }}
            >
              {t(...label)}
            </TapChip>
          ))}
        </>
      }
    >
      {won ? <WonCard lead={won} /> : null}
      <Loaded of={leads}>
        {({ items }) => {
          const rest = withTried(items, tried).filter((lead) => lead.id !== won?.id)
          return rest.length === 0 ? (
            <Empty icon={Waves} title={t('leads.empty.pool')}>
              {t('leads.empty.pool.body')}
            </Empty>
          ) : (
            rest.map((lead, at) => (
              <PoolCard key={lead.id} lead={lead} onWon={onWon} onTry={() => setTried((before) => [...before, { lead, at }])} />
            ))
          )
        }}
      </Loaded>
    </TabPage>
  )
}

/** A lead one has reached for, and where it stood. */
type Tried = { lead: LeadRow; at: number }

/** What one reached for may leave the pool before the answer is there: its card stays until the person has read who was faster. */
function withTried(items: readonly LeadRow[], tried: readonly Tried[]): LeadRow[] {
  const shown = [...items]
  for (const { lead, at } of tried) if (!shown.some((one) => one.id === lead.id)) shown.splice(at, 0, lead)
  return shown
}

function Quota() {
  const t = useT()
  const quota = useQuery(query.pools.quota.queryOptions({ input: {} }))
  if (!quota.data) return null
  const { leftToday, leftToHold, dailyClaim, holding, holdingCap } = quota.data
  return (
    <div className="quota">
      <Ring share={dailyClaim > 0 ? leftToday / dailyClaim : 0} size={26} width={4} />
      <span>
        <b>{t('leads.quota', { left: Math.max(0, Math.min(leftToday, leftToHold)) })}</b>
        <small>{t('leads.quota.held', { holding, cap: holdingCap })}</small>
      </span>
    </div>
  )
}

/** Won: the contact is there, and the next act is the call. */
function WonCard({ lead }: { lead: LeadRow }) {
  const t = useT()
  const go = useNavigate()
  return (
    <section className="phone-card" data-tone="ok" aria-live="polite">
      <h2 style={{ color: 'var(--ok)' }}>
        <Check size={20} strokeWidth={2} aria-hidden="true" /> {t('leads.claimed', { company: lead.company })}
      </h2>
      <div className="card-foot">
        <div>
          <MaskedContact name={lead.contact.name} phone={lead.contact.phone} masked={lead.contact.masked} />
          {lead.countdown ? (
            <div>
              <Countdown dueAt={lead.countdown.dueAt} suffix={t('leads.contactIn')} />
            </div>
          ) : null}
        </div>
        <BigButton
          narrow
          icon={Phone}
          onPress={() => {
            if (lead.contact.phone) location.href = `tel:${lead.contact.phone}`
            void go({ to: `/leads/${lead.id}` })
          }}
        >
          {t('leads.call')}
        </BigButton>
      </div>
    </section>
  )
}

function PoolCard({ lead, onWon, onTry }: { lead: LeadRow; onWon: (lead: LeadRow) => void; onTry: () => void }) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const client = useQueryClient()
  const here = useHere()
  const claim = useAct(
    () => api.leads.claimLead({ id: lead.id }),
    (mine) => {
      onWon(mine)
      scrollTo({ top: 0 })
    },
  )
  const far = here.distanceTo(lead.lat !== null && lead.lng !== null ? { lat: lead.lat, lng: lead.lng } : null)
  const lost = claim.problem !== undefined
  const reach = () => {
    onTry()
    claim.run(undefined)
  }
  const mayClaim = lead.claim?.ok ?? lead.may.claim
  return (
    <section className="phone-card" data-tone={lost ? 'faded' : undefined}>
      <div className="card-head">
        <Grade grade={lead.grade} />
        <h2>{lead.company}</h2>
        {far === null ? null : <small>{f.distance(far)}</small>}
      </div>
      <p>{aboutLead(lead, f.moneyBoard)}</p>
      {lost ? (
        <div className="card-foot" role="status">
          <div>{told(claim.problem)}</div>
          <Similar
            lead={lead}
            taken={isProblem(claim.problem) && claim.problem.problem?.code === 'lead.already_claimed'}
            done={() => void client.invalidateQueries()}
          />
        </div>
      ) : (
        <div className="card-foot">
          <div>
            <MaskedContact name={lead.contact.name} phone={lead.contact.phone} masked={lead.contact.masked} />
            <div>{whyPooled(lead)}</div>
          </div>
          {mayClaim ? (
            <BigButton narrow busy={claim.busy} onPress={reach}>
              {t('leads.claim')}
            </BigButton>
          ) : lead.claim?.from ? (
            <Countdown dueAt={lead.claim.from} kind="opening" suffix={t('leads.opensForMe')} />
          ) : (
            <span className="quiet">
              {lead.claim?.reasons[0] ? words({ key: lead.claim.reasons[0].code, params: lead.claim.reasons[0].params }) : null}
            </span>
          )}
        </div>
      )}
    </section>
  )
}

/** After a lost race: others like it, one tap away. */
function Similar({ lead, taken, done }: { lead: LeadRow; taken: boolean; done: () => void }) {
  const t = useT()
  const similar = useQuery({ ...query.leads.similarLeads.queryOptions({ input: { id: lead.id } }), enabled: taken })
  const [first] = similar.data?.items ?? []
  if (!first) return null
  return (
    <Link className="plain-link" to={`/leads/${first.id}`} onClick={done}>
      {t('leads.similar', { n: similar.data?.items.length ?? 0 })}
      <ChevronRight size={18} strokeWidth={1.75} aria-hidden="true" />
    </Link>
  )
}
