import { useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Trust } from '#shared/ui/Trust.tsx'
import { Why } from '#shared/ui/Why.tsx'
import type { ShownVisit } from './visitText.ts'

const tone = { valid: 'ok', invalid: 'bad', pending: 'plain', attempted: 'warn' } as const

/** What the system made of it, with the reason; a manager's word stands above the rule's. */
export function VisitResult({ visit }: { visit: ShownVisit }) {
  const t = useT()
  const f = useFormats()
  const facts: [string, string | null][] = [
    ['dwell', visit.dwellMs === null ? null : f.duration(visit.dwellMs)],
    ['outcome', visit.outcome ? t(`visit.outcome.${visit.outcome}`) : null],
    ['next', visit.nextStep ? `${visit.nextStep}${visit.nextOn ? ` ${f.day(visit.nextOn)}` : ''}` : null],
    ['leaves', visit.leaves],
  ]
  return (
    <section className="phone-card" data-tone={visit.validity === 'valid' ? 'ok' : undefined} aria-live="polite">
      <div className="card-head">
        <h2>
          {visit.validity ? <Chip tone={tone[visit.validity]}>{t(`visit.validity.${visit.validity}`)}</Chip> : null}{' '}
          {visit.trust ? <Trust verdict={visit.trust} /> : null}
        </h2>
        {visit.reasons.length > 0 ? (
          <Why
            rule={t('visits.rule')}
            sentence={visit.reasons.map((reason) => t(`visit.reason.${reason}`)).join('，')}
            facts={[
              ...(visit.dwellMs === null ? [] : [{ label: t('visits.fact.minutes'), value: f.duration(visit.dwellMs) }]),
              ...(visit.minMinutes === null ? [] : [{ label: t('visits.fact.minMinutes'), value: String(visit.minMinutes) }]),
            ]}
          />
        ) : null}
      </div>
      <p>{visit.reasons.map((reason) => t(`visit.reason.${reason}`)).join('，')}</p>
      {visit.reviewedByName ? (
        <p>
          {t('visits.result.by', { name: visit.reviewedByName })}
          {visit.reviewNote ? `：${visit.reviewNote}` : ''}
        </p>
      ) : null}
      <dl className="facts">
        {facts.map(([key, value]) =>
          value ? (
            <div key={key} style={{ display: 'contents' }}>
              <dt>{t(`visits.result.${key}`)}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </section>
  )
}
