import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { useCrumb } from '../shell/crumb.ts'
import { Loaded } from '../shell/Loaded.tsx'
import { Card, RecordPage } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { LeadFoot, PoolFoot } from './LeadInspector.tsx'
import { AssignmentPart, LeadStory, PublicFacts, RatingChip, RatingPart } from './LeadParts.tsx'
import { LeadClock } from './leadColumns.tsx'
import { leadScreenMessages } from './leads.messages.ts'
import { aboutLead, named } from './leadText.ts'

addMessages(leadScreenMessages)

/** The full record of a lead. */
export default function LeadPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const t = useT()
  const f = useFormats()
  const lead = useQuery(query.leads.lead.queryOptions({ input: { id } }))
  const me = useMe()
  const claim = useAct((input: { id: string }) => api.leads.claimLead(input))
  useCrumb(lead.data?.company)
  return (
    <Loaded from={lead}>
      {(data) => (
        <RecordPage
          grade={<Grade grade={data.grade} size={26} />}
          title={data.company}
          chips={
            <>
              <Chip>{named('leads.state', data.state)}</Chip>
              <RatingChip lead={data} />
            </>
          }
          facts={`${data.number} · ${aboutLead(data, f.moneyBoard)} · ${data.ownerName ?? data.poolName ?? ''}`}
          actions={
            <>
              {data.opportunityId ? <Link to={`/opportunities/${data.opportunityId}`}>{t('console.kind.opportunity')}</Link> : null}
              {data.ownerId ? <LeadClock row={data} /> : null}
            </>
          }
          aside={
            <>
              <RatingPart lead={data} />
              <AssignmentPart lead={data} />
            </>
          }
          decision={
            data.state === 'pooled' ? <PoolFoot lead={data} claim={may(me, 'lead.claim') ? claim : undefined} /> : <LeadFoot lead={data} />
          }
        >
          <Card>
            <PublicFacts lead={data} />
          </Card>
          <Card>
            <LeadStory id={id} />
          </Card>
        </RecordPage>
      )}
    </Loaded>
  )
}
