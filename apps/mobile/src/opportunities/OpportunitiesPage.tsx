import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Target } from 'lucide-react'
import { useState } from 'react'
import { query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { useMe } from '#shared/session.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { GateSegments } from '#shared/ui/GateList.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { TabPage, TapChip } from '../shell/TabPage.tsx'
import { opportunityScreenMessages } from './opportunity.messages.ts'
import type { OpportunityRow } from './opportunityText.ts'

addMessages(opportunityScreenMessages)

type State = 'mine' | 'open' | 'ready' | 'stalled' | 'won'

/** 商机: what is under way, with what is still missing on each card. */
export default function OpportunitiesPage() {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const go = useNavigate()
  const alone = me?.permissions['opportunity.read'] === 'own'
  const [state, setState] = useState<State>(alone ? 'mine' : 'open')
  const list = useQuery(query.opportunities.list.queryOptions({ input: { state, limit: 60 } }))
  const board = useQuery(query.opportunities.board.queryOptions({ input: {} }))
  const states: State[] = alone ? ['mine', 'ready', 'stalled', 'won'] : ['open', 'mine', 'ready', 'stalled', 'won']
  return (
    <TabPage
      title={t('opp.title')}
      sentence={board.data ? t('opp.sentence', { n: board.data.total.count, sum: f.moneyBoard(board.data.total.weightedFen) }) : undefined}
      chips={states.map((key) => (
        <TapChip key={key} on={state === key} onPress={() => setState(key)}>
          {t(`opp.tab.${key}`)}
        </TapChip>
      ))}
    >
      <Loaded of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              icon={Target}
              title={t('opp.empty')}
              action={
                <BigButton narrow look="plain" onPress={() => void go({ to: '/leads' })}>
                  {t('opp.toLeads')}
                </BigButton>
              }
            >
              {t('opp.empty.body')}
            </Empty>
          ) : (
            items.map((one) => <OpportunityCard key={one.id} one={one} />)
          )
        }
      </Loaded>
    </TabPage>
  )
}

function OpportunityCard({ one }: { one: OpportunityRow }) {
  const t = useT()
  const f = useFormats()
  return (
    <Link className="card-link" to={`/opportunities/${one.id}`}>
      <section className="phone-card">
        <div className="card-head">
          {one.accountLevel ? <Grade grade={one.accountLevel} /> : null}
          <h2>{one.accountName}</h2>
          <small>
            <Money fen={one.amountFen} as="board" />
          </small>
        </div>
        <p>{[one.name, t(`opportunity.stage.${one.stage}`), `${one.weight}%`].join(' · ')}</p>
        <div className="card-foot">
          <div>
            {one.frozen ? (
              <Chip tone="bad">{t('opp.frozen')}</Chip>
            ) : one.stalled ? (
              <Chip tone="warn">{t('opp.stalled', { days: one.stalled.idleDays })}</Chip>
            ) : one.expectedSignOn ? (
              t('opp.signs', { day: f.day(one.expectedSignOn) })
            ) : (
              t('opp.signs.unknown')
            )}
          </div>
          {one.gate.of > 0 ? <GateSegments done={one.gate.done} of={one.gate.of} /> : null}
        </div>
      </section>
    </Link>
  )
}
