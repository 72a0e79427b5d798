import { useQuery } from '@tanstack/react-query'
import { query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Avatar } from '#shared/ui/Avatar.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { boardScreenMessages } from './board.messages.ts'

addMessages(boardScreenMessages)

/** 团队: my people in a week, each with the four lines that matter. */
export default function TeamPage() {
  const t = useT()
  const f = useFormats()
  const team = useQuery(query.insight.team.queryOptions({ input: {} }))
  return (
    <FlowPage
      title={t('board.team')}
      sentence={team.data ? t('board.team.sentence', { from: f.day(team.data.from), until: f.day(team.data.until) }) : undefined}
    >
      <Loaded of={team}>
        {({ rows }) =>
          rows.map((one) => (
            <section key={one.memberId} className="phone-card">
              <div className="card-head">
                <Avatar name={one.name} size={36} />
                <h2>{one.name}</h2>
                <small>{one.department}</small>
              </div>
              <p>
                {t('board.team.visits', { visits: one.visits, valid: one.valid })} ·{' '}
                {t('board.team.leads', { held: one.leadsHeld, burning: one.leadsBurning })}
              </p>
              <p>{t('board.team.opps', { n: one.opportunities, sum: f.moneyBoard(one.opportunityFen) })}</p>
              <p style={{ color: one.overdueFen > 0 ? 'var(--warn)' : undefined }}>
                {t('board.team.money', { received: f.moneyBoard(one.receivedFen), overdue: f.moneyBoard(one.overdueFen) })}
              </p>
            </section>
          ))
        }
      </Loaded>
    </FlowPage>
  )
}
