import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Ellipsis, Phone, PhoneCall, Target } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Countdown } from '#shared/ui/Countdown.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { MaskedContact } from '#shared/ui/MaskedContact.tsx'
import { Why } from '#shared/ui/Why.tsx'
import { ActivityList } from '../accounts/ActivityList.tsx'
import { useKept } from '../offline/kept.ts'
import { CustomFacts, FillSheet } from '../organization/customFields.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'
import { ClaimBar } from './ClaimBar.tsx'
import { FollowSheet } from './FollowSheet.tsx'
import { LeadMoreSheet } from './LeadMoreSheet.tsx'
import { leadMessages } from './leads.messages.ts'
import { aboutLead, type LeadDetail } from './leadText.ts'
import { PlanVisitSheet } from './PlanVisitSheet.tsx'

addMessages(leadMessages)

type Opened = 'follow' | 'plan' | 'fill' | 'more' | null

/** One lead: who, how long it is mine, and the next act under the thumb. */
export default function LeadPage() {
  const t = useT()
  const { id } = useParams({ strict: false }) as { id: string }
  const lead = useQuery(query.leads.lead.queryOptions({ input: { id } }))
  const [opened, open] = useState<Opened>(null)
  const data = lead.data
  const close = () => open(null)
  return (
    <FlowPage
      title={data?.company ?? t('leads.detail')}
      sentence={data ? `${data.number} · ${t(`leads.state.${data.state}`)}` : undefined}
      dock={data ? <LeadDock lead={data} open={open} /> : undefined}
    >
      <Loaded of={lead}>{(shown) => <LeadBody lead={shown} />}</Loaded>
      {data && opened === 'follow' ? <FollowSheet lead={data} onClose={close} /> : null}
      {data && opened === 'plan' ? (
        <PlanVisitSheet subjectType="lead" subjectId={data.id} name={data.company} purpose="deep" onClose={close} />
      ) : null}
      {data && opened === 'fill' ? <LeadFields lead={data} onClose={close} /> : null}
      {data && opened === 'more' ? <LeadMoreSheet lead={data} onClose={close} open={open} /> : null}
    </FlowPage>
  )
}

/** The company's fields of a lead; its other facts stay as they are. */
function LeadFields({ lead, onClose }: { lead: LeadDetail; onClose: () => void }) {
  const fill = useAct((custom: Record<string, never>) => {
    const { id, version, company, contact, usci, address, province, city, industry, capitalFen, staff, legalPerson, businessScope } = lead
    const { name: contactName, title: contactTitle, phone, email } = contact
    const { decisionMaker, need, productLine } = lead
    const facts = { company, contactName, contactTitle, phone, email, usci, address, province, city, industry, capitalFen, staff }
    return api.leads.changeLead({ id, version, ...facts, legalPerson, businessScope, decisionMaker, need, productLine, custom })
  }, onClose)
  return (
    <FillSheet
      subject="lead"
      record={lead}
      name={lead.company}
      places={[lead.channelKind]}
      act={fill}
      onSave={fill.run}
      onClose={onClose}
    />
  )
}

/** The filled button does the next thing: claim, log the first contact, then convert. */
function LeadDock({ lead, open }: { lead: LeadDetail; open: (what: Opened) => void }) {
  const t = useT()
  const me = useMe()
  const go = useNavigate()
  if (lead.state === 'pooled') return <ClaimBar lead={lead} />
  if (lead.state === 'converted')
    return lead.opportunityId ? (
      <BigButton icon={Target} onPress={() => void go({ to: `/opportunities/${lead.opportunityId}` })}>
        {t('leads.open.opportunity')}
      </BigButton>
    ) : null
  if (lead.state === 'invalid' || lead.state === 'merged' || lead.ownerId !== me?.memberId) return null
  const convert = lead.firstContactAt !== null && may(me, 'opportunity.write')
  return (
    <>
      <BigButton look="plain" narrow label={t('mobile.more')} icon={Ellipsis} onPress={() => open('more')}>
        {null}
      </BigButton>
      {convert ? (
        <>
          <BigButton look="plain" narrow icon={PhoneCall} onPress={() => open('follow')}>
            {t('leads.follow')}
          </BigButton>
          <BigButton onPress={() => void go({ to: `/leads/${lead.id}/convert` })}>{t('leads.convert.short')}</BigButton>
        </>
      ) : (
        <BigButton icon={PhoneCall} onPress={() => open('follow')}>
          {t('leads.follow')}
        </BigButton>
      )}
    </>
  )
}

function LeadBody({ lead }: { lead: LeadDetail }) {
  const t = useT()
  const f = useFormats()
  const pick = usePick()
  const story = useQuery(query.leads.leadStory.queryOptions({ input: { id: lead.id } }))
  const kept = useKept(`lead:${lead.id}`)
  const { rating, contact, countdown } = lead
  const facts: [string, string | null][] = [
    ['source', lead.channelName],
    ['need', lead.need],
    ['address', lead.address],
    ['capital', lead.capitalFen === null ? null : f.moneyBoard(lead.capitalFen)],
    ['owner', lead.ownerName],
    ['received', f.moment(lead.receivedAt)],
  ]
  return (
    <>
      <section className="phone-card">
        <div className="card-head">
          <Grade grade={lead.grade} size={24} />
          <h2>{lead.company}</h2>
          <Why
            rule={t('leads.rating')}
            version={rating.policyVersion}
            sentence={t('leads.rating.sentence', {
              points: rating.points,
              grade: rating.grade,
              gradeA: rating.gradeA,
              gradeB: rating.gradeB,
            })}
            facts={rating.lines
              .filter((line) => line.holds)
              .map((line) => ({ label: pick(line.label), value: '', points: `+${line.scored}` }))}
          >
            {t('leads.points', { points: rating.points })}
          </Why>
        </div>
        <p>{aboutLead(lead, f.moneyBoard)}</p>
        <div className="card-foot">
          <div>
            <MaskedContact name={contact.name} phone={contact.phone} masked={contact.masked} />
            {contact.title ? <div>{contact.title}</div> : null}
          </div>
          {contact.phone && !contact.masked ? (
            <a className="big-button" data-look="plain" data-narrow="true" href={`tel:${contact.phone}`}>
              <Phone size={20} strokeWidth={1.75} aria-hidden="true" />
              {t('leads.call')}
            </a>
          ) : null}
        </div>
        {countdown ? (
          <p>
            <Countdown dueAt={countdown.dueAt} suffix={t('leads.recycledAfter')} /> · {t(`leads.reason.${countdown.reason}`)}
          </p>
        ) : null}
      </section>
      {kept.map((act) => (
        <div key={act.id} className="quiet-note">
          {act.label}
        </div>
      ))}
      <section className="phone-card">
        <dl className="facts">
          {facts.map(([key, value]) =>
            value ? (
              <div key={key} style={{ display: 'contents' }}>
                <dt>{t(`leads.fact.${key}`)}</dt>
                <dd>{value}</dd>
              </div>
            ) : null,
          )}
          <CustomFacts subject="lead" values={lead.custom} />
        </dl>
      </section>
      <h2 className="section-title">{t('leads.activities')}</h2>
      <Loaded of={story}>{(told) => <ActivityList items={told.activities} />}</Loaded>
    </>
  )
}
