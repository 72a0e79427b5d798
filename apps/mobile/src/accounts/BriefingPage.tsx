import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { CalendarPlus, CornerDownRight, Landmark, Phone, Sparkle, Target } from 'lucide-react'
import { useState } from 'react'
import type { z } from 'zod'
import type { Briefing as BriefingShape } from '#modules/insight/briefing.contract.ts'
import { query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { PlanVisitSheet } from '../leads/PlanVisitSheet.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { type Row, Rows } from '../shell/Rows.tsx'
import { useWords } from '../shell/useWords.ts'
import { KindIcon } from './ActivityList.tsx'
import { briefingScreenMessages } from './briefing.messages.ts'

addMessages(briefingScreenMessages)

type Briefing = z.output<typeof BriefingShape>

/** What a rep wants to know before the door opens. */
export default function BriefingPage() {
  const t = useT()
  const me = useMe()
  const params = useParams({ strict: false }) as { type?: 'lead' | 'account'; id: string }
  const type = params.type ?? 'account'
  const briefing = useQuery(query.insight.briefing.queryOptions({ input: { type, id: params.id } }))
  const [planning, plan] = useState(false)
  const data = briefing.data
  return (
    <FlowPage
      title={data?.name ?? t('brief.title')}
      sentence={data?.ownerName ? t('brief.owner', { name: data.ownerName }) : undefined}
      dock={
        data && may(me, 'visit.plan') ? (
          <BigButton icon={CalendarPlus} onPress={() => plan(true)}>
            {t('brief.plan')}
          </BigButton>
        ) : undefined
      }
    >
      <Loaded of={briefing}>{(shown) => <Card brief={shown} />}</Loaded>
      {planning && data ? <PlanVisitSheet subjectType={type} subjectId={data.id} name={data.name} onClose={() => plan(false)} /> : null}
    </FlowPage>
  )
}

function Card({ brief }: { brief: Briefing }) {
  const t = useT()
  const f = useFormats()
  return (
    <>
      <section className="phone-card">
        <div className="card-head">
          {brief.grade ? <Grade grade={brief.grade} size={24} /> : null}
          <h2>{brief.name}</h2>
          {brief.frozen ? (
            <Chip tone="bad">{t('brief.frozen')}</Chip>
          ) : brief.creditGrade ? (
            <Chip>{t('brief.credit', { grade: brief.creditGrade })}</Chip>
          ) : null}
        </div>
        {brief.address ? <p>{brief.address}</p> : null}
        <div className="triple">
          <div>
            <span>{t('brief.overdue')}</span>
            <strong style={{ color: brief.overdueFen > 0 ? 'var(--bad)' : undefined }}>{f.moneyBoard(brief.overdueFen)}</strong>
          </div>
          <div>
            <span>{t('brief.received')}</span>
            <strong style={{ color: brief.history.receivedFen > 0 ? 'var(--ok)' : undefined }}>
              {f.moneyBoard(brief.history.receivedFen)}
            </strong>
          </div>
          <div>
            <span>{t('brief.contracts')}</span>
            <strong>{t('brief.contracts.n', { n: brief.history.contracts })}</strong>
          </div>
        </div>
      </section>
      <Goals brief={brief} />
      <Lists brief={brief} />
    </>
  )
}

function Goals({ brief }: { brief: Briefing }) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  return (
    <>
      {brief.leftOvers.length > 0 ? (
        <section className="phone-card stack">
          {brief.leftOvers.map((one) => (
            <p key={`${one.on}${one.text}`} className="with-icon" data-tone="warn">
              <CornerDownRight size={16} strokeWidth={1.75} aria-hidden="true" />
              <span>
                {one.text} <span className="quiet">{t('brief.since', { day: f.day(one.on) })}</span>
              </span>
            </p>
          ))}
        </section>
      ) : null}
      {brief.goals.length > 0 ? (
        <section className="phone-card stack">
          <h2>
            {t('brief.goals')}{' '}
            <Chip tone="why" icon={Sparkle}>
              {t('brief.why')}
            </Chip>
          </h2>
          {brief.goals.map((goal) => (
            <p key={goal.kind + JSON.stringify(goal.words.params)} className="with-icon">
              <Target size={16} strokeWidth={1.75} aria-hidden="true" />
              {words(goal.words)}
            </p>
          ))}
        </section>
      ) : null}
    </>
  )
}

function Lists({ brief }: { brief: Briefing }) {
  const t = useT()
  const f = useFormats()
  const icon = { size: 20, strokeWidth: 1.75 }
  const people: Row[] = brief.people.map((one) => ({
    key: one.id,
    title: one.name,
    detail: [one.title, one.phone ? f.phone(one.phone) : one.phoneMasked].filter(Boolean).join(' · '),
    extra: one.phone ? (
      <a className="round" href={`tel:${one.phone}`} aria-label={t('brief.call', { name: one.name })}>
        <Phone {...icon} />
      </a>
    ) : undefined,
  }))
  const opportunities: Row[] = brief.opportunities.map((one) => ({
    key: one.id,
    to: `/opportunities/${one.id}`,
    lead: <Target {...icon} />,
    title: one.title,
    detail: `${t(`opportunity.stage.${one.stage}`)} · ${one.weight}%`,
    extra: <Money fen={one.amountFen} as="board" />,
  }))
  const receivables: Row[] = brief.receivables.map((one) => ({
    key: one.id,
    to: `/receivables/items/${one.id}`,
    lead: <Landmark {...icon} />,
    title: t('brief.item', { contract: one.contractNumber, no: one.no }),
    detail:
      one.overdueDays > 0 ? t('brief.late', { days: one.overdueDays }) : one.dueOn ? t('brief.due', { day: f.day(one.dueOn) }) : undefined,
    extra: <Money fen={one.openFen} as="short" tone={one.overdueDays > 0 ? 'overdue' : undefined} />,
  }))
  const contacts: Row[] = brief.lastContacts.map((one) => ({
    key: one.at + one.text,
    lead: <KindIcon kind={one.kind} substantive={one.substantive} />,
    title: one.text || t(`brief.kind.${one.kind}`),
    detail: [f.moment(one.at), one.memberName].filter(Boolean).join(' · '),
  }))
  const parts: [string, Row[]][] = [
    ['people', people],
    ['opportunities', opportunities],
    ['receivables', receivables],
    ['lastContacts', contacts],
  ]
  return parts.map(([key, rows]) =>
    rows.length > 0 ? (
      <section key={key}>
        <h2 className="section-title">{t(`brief.${key}`)}</h2>
        <Rows rows={rows} />
      </section>
    ) : null,
  )
}
