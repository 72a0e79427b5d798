import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Plus, Waves } from 'lucide-react'
import { useState } from 'react'
import { query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Countdown } from '#shared/ui/Countdown.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { TabPage, TapChip } from '../shell/TabPage.tsx'
import { leadMessages } from './leads.messages.ts'
import { aboutLead, type LeadRow } from './leadText.ts'

addMessages(leadMessages)

/** 线索: mine, the next to be taken away first. */
export default function LeadsPage() {
  const t = useT()
  const me = useMe()
  const go = useNavigate()
  const [view, setView] = useState<'mine' | 'held'>('mine')
  const counts = useQuery(query.leads.leadCounts.queryOptions())
  const leads = useQuery(query.leads.leads.queryOptions({ input: { view, sort: view === 'mine' ? 'due' : 'new', limit: 60 } }))
  const team = me?.permissions['lead.read'] !== 'own'
  return (
    <TabPage
      title={t('leads.title')}
      sentence={counts.data ? t('leads.sentence', { mine: counts.data.mine, burning: counts.data.burning }) : undefined}
      extra={
        may(me, 'lead.create') ? (
          <Link className="icon-button" to="/leads/new" aria-label={t('leads.new')}>
            <Plus size={24} strokeWidth={1.75} />
          </Link>
        ) : undefined
      }
      chips={
        <>
          <TapChip on={view === 'mine'} onPress={() => setView('mine')}>
            {t('leads.tab.mine')}
          </TapChip>
          {may(me, 'pool.read') ? (
            <TapChip on={false} onPress={() => void go({ to: '/pool' })}>
              {t('leads.tab.pool')}
            </TapChip>
          ) : null}
          {team ? (
            <TapChip on={view === 'held'} onPress={() => setView('held')}>
              {t('leads.tab.held')}
            </TapChip>
          ) : null}
        </>
      }
    >
      <Loaded of={leads}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              icon={Waves}
              title={t('leads.empty.mine')}
              action={
                may(me, 'pool.read') ? (
                  <BigButton narrow onPress={() => void go({ to: '/pool' })}>
                    {t('leads.toPool')}
                  </BigButton>
                ) : undefined
              }
            >
              {t('leads.empty.mine.body')}
            </Empty>
          ) : (
            items.map((lead) => <LeadCard key={lead.id} lead={lead} owner={view === 'held'} />)
          )
        }
      </Loaded>
    </TabPage>
  )
}

function LeadCard({ lead, owner }: { lead: LeadRow; owner: boolean }) {
  const t = useT()
  const f = useFormats()
  const { countdown } = lead
  const burning = countdown !== null && countdown.state !== 'calm'
  return (
    <Link className="card-link" to={`/leads/${lead.id}`}>
      <section className="phone-card" data-tone={countdown?.state === 'warn_manager' || countdown?.state === 'due' ? 'bad' : undefined}>
        <div className="card-head">
          <Grade grade={lead.grade} />
          <h2>{lead.company}</h2>
          <small>{owner ? lead.ownerName : t(`leads.state.${lead.state}`)}</small>
        </div>
        <p>{aboutLead(lead, f.moneyBoard)}</p>
        {countdown ? (
          <div className="card-foot">
            <div>{burning ? t(`leads.reason.${countdown.reason}`) : null}</div>
            <Countdown dueAt={countdown.dueAt} suffix={t('leads.recycledAfter')} />
          </div>
        ) : lead.protected ? (
          <p>{t('leads.protected')}</p>
        ) : null}
      </section>
    </Link>
  )
}
