import { useQuery } from '@tanstack/react-query'
import { Lightbulb } from 'lucide-react'
import { query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { MaskedContact } from '#shared/ui/MaskedContact.tsx'
import { Why } from '#shared/ui/Why.tsx'
import { CustomFacts } from '../shell/customFields.tsx'
import { Facts, Part } from '../shell/Inspector.tsx'
import { Timeline } from '../shell/Timeline.tsx'
import { usePick } from '../shell/useWords.ts'
import { type LeadDetail, named } from './leadText.ts'

/** The points as a chip that opens the sum. */
export function RatingChip({ lead }: { lead: LeadDetail }) {
  const t = useT()
  const pick = usePick()
  const { rating } = lead
  return (
    <Why
      rule={t('leads.rating.rule')}
      version={rating.policyVersion}
      sentence={t('leads.rating.sentence', { points: rating.points, grade: rating.grade, gradeA: rating.gradeA, gradeB: rating.gradeB })}
      facts={rating.lines
        .filter((one) => one.holds)
        .map((one) => ({ label: pick(one.label), value: factText(one.fact), points: `+${one.scored}` }))}
    >
      {t('leads.points', { points: rating.points })}
    </Why>
  )
}

function factText(fact: string | number | boolean | null): string {
  if (fact === null || fact === true) return ''
  if (typeof fact === 'string') return named('leads.industry', fact) === fact ? named('leads.channel', fact) : named('leads.industry', fact)
  return String(fact)
}

/** Line by line: what gave points, what would. */
export function RatingPart({ lead }: { lead: LeadDetail }) {
  const t = useT()
  const pick = usePick()
  const { rating } = lead
  const groups = new Set(rating.lines.filter((one) => one.holds).map((one) => one.group))
  const gain = rating.lines
    .filter((one) => !one.holds && !groups.has(one.group) && one.fact === null)
    .sort((a, b) => b.points - a.points)[0]
  const shown = rating.lines.filter((one) => one.holds)
  return (
    <Part title={t('leads.part.rating')} extra={<small className="quiet">{`A ≥ ${rating.gradeA} · B ≥ ${rating.gradeB}`}</small>}>
      <table className="sum">
        <tbody>
          {shown.map((one) => (
            <tr key={one.id}>
              <td>{pick(one.label)}</td>
              <td>{factText(one.fact)}</td>
              <td>+{one.scored}</td>
            </tr>
          ))}
          <tr>
            <th colSpan={2}>{t('leads.points', { points: '' })}</th>
            <th>{rating.points}</th>
          </tr>
        </tbody>
      </table>
      {gain ? (
        <Chip tone="why" icon={Lightbulb}>
          {t('leads.rating.gain', { label: pick(gain.label), points: gain.points, sum: rating.points + gain.points })}
        </Chip>
      ) : null}
    </Part>
  )
}

export function PublicFacts({ lead }: { lead: LeadDetail }) {
  const t = useT()
  const f = useFormats()
  const rows = [
    [t('leads.fact.contact'), <MaskedContact key="c" name={lead.contact.name} phone={lead.contact.phone} masked={lead.contact.masked} />],
    [t('leads.fact.need'), lead.need],
    [t('leads.fact.industry'), lead.industry ? named('leads.industry', lead.industry) : null],
    [t('leads.fact.capital'), lead.capitalFen === null ? null : f.moneyBoard(lead.capitalFen)],
    [t('leads.fact.staff'), lead.staff],
    [t('leads.fact.legalPerson'), lead.legalPerson],
    [t('leads.fact.scope'), lead.businessScope],
    [t('leads.fact.address'), lead.address],
    [t('leads.fact.usci'), lead.usci],
  ] as [string, React.ReactNode][]
  return (
    <>
      <Part title={t('leads.part.facts')}>
        <Facts rows={rows.filter(([, value]) => value !== null && value !== undefined)} />
      </Part>
      <CustomFacts subject="lead" values={lead.custom} />
    </>
  )
}

/** Which rule put it where it is, and which did not apply. */
export function AssignmentPart({ lead }: { lead: LeadDetail }) {
  const t = useT()
  const f = useFormats()
  const pick = usePick()
  const how = lead.assignment
  if (!how) return null
  const words = t(`leads.mode.${how.mode}`, { member: how.memberName ?? '', by: how.byName ?? '' })
  return (
    <Part title={t('leads.part.why')}>
      <div className="chips">
        <Why
          rule={how.ruleLabel ? pick(how.ruleLabel) : t('leads.assignment.rule')}
          sentence={how.reason ?? words}
          facts={how.trace.map((one) => ({
            label: one.label ? pick(one.label) : one.ruleId,
            value: one.missedBy
              ? t('leads.assignment.missed', { why: named('leads.form', one.missedBy) })
              : f.list(one.reps.map((rep) => (rep.memberId === one.chosen ? `${rep.memberName} ✓` : rep.memberName))),
          }))}
        >
          {words}
        </Why>
        <small className="quiet">{f.moment(how.at)}</small>
      </div>
    </Part>
  )
}

/** Who held it, where it came from, what was done: read when the panel is open. */
export function LeadStory({ id }: { id: string }) {
  const t = useT()
  const f = useFormats()
  const { data } = useQuery(query.leads.leadStory.queryOptions({ input: { id } }))
  if (!data) return null
  return (
    <>
      {data.holdings.length > 0 ? (
        <Part title={t('leads.part.story')}>
          <Facts
            rows={data.holdings.map((one) => [
              one.endedAt
                ? t('leads.until', { from: f.date(one.since), to: f.date(one.endedAt) })
                : t('leads.since', { from: f.date(one.since) }),
              `${t('leads.held', { name: one.memberName })}${one.endReason ? ` · ${named('leads.pool', one.endReason)}` : ''}`,
            ])}
          />
        </Part>
      ) : null}
      <Part title={t('leads.part.sources')} extra={data.sources.length}>
        <Facts
          rows={data.sources.map((one) => [
            f.moment(one.receivedAt),
            [one.channelName, one.campaignName, one.externalId].filter(Boolean).join(' · '),
          ])}
        />
      </Part>
      <Part title={t('leads.part.timeline')}>
        <Timeline entries={data.timeline.map((one) => ({ ...one, text: followText(one.activity) }))} />
      </Part>
    </>
  )
}

function followText(activity: { text: string | null; nextStep: string | null } | null): string | null {
  if (!activity) return null
  return [activity.text, activity.nextStep].filter(Boolean).join(' → ') || null
}
