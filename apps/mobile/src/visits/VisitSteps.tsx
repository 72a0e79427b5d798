import { Plus } from 'lucide-react'
import { NO_CHALLENGE } from '#modules/visits/photo.rule.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { type Step, Steps } from '../shell/Steps.tsx'
import { usePick } from '../shell/useWords.ts'
import { nextStepOf, type ShownStep, type ShownVisit } from './visitText.ts'

/** The steps in order, each with what is asked or how much is done. */
export function VisitSteps({ visit, open }: { visit: ShownVisit; open?: (step: ShownStep) => void }) {
  const t = useT()
  const pick = usePick()
  const detail = useStepDetail(visit)
  const next = nextStepOf(visit)
  const steps = visit.steps.map((step): Step => {
    const acts = step.type !== 'check_in' && step.type !== 'check_out' && step.state !== 'locked' && open !== undefined
    const photos = visit.photos.filter((photo) => photo.stepKey === step.key)
    return {
      key: step.key,
      title: pick(step),
      detail: [detail(step), step.pending ? t('visits.pending') : null].filter(Boolean).join(' · '),
      optional: !step.required,
      state:
        step.state === 'done' || step.state === 'not_possible'
          ? 'done'
          : step.key === next?.key
            ? 'now'
            : step.state === 'locked'
              ? 'locked'
              : 'next',
      onPress: acts && open ? () => open(step) : undefined,
      extra: (
        <>
          {photos.slice(-2).map((photo) => (
            <a key={photo.id} className="step-photo" href={`/api/v1/files/${photo.fileId}/content`} target="_blank" rel="noreferrer">
              <img
                src={`/api/v1/files/${photo.fileId}/content`}
                alt={t('visits.photo.alt', { step: pick(step), code: photo.verifyCode })}
                loading="lazy"
              />
            </a>
          ))}
          {acts && step.type === 'photo' && step.have > 0 && open ? (
            <button type="button" className="step-link" aria-label={t('visits.add')} onClick={() => open(step)}>
              <Plus size={20} strokeWidth={1.75} />
            </button>
          ) : null}
        </>
      ),
    }
  })
  return <Steps steps={steps} />
}

function useStepDetail(visit: ShownVisit): (step: ShownStep) => string {
  const t = useT()
  const f = useFormats()
  const arrived = visit.positions.findLast((one) => one.kind === 'in' && one.verdict !== 'rejected')
  return (step) => {
    if (step.state === 'not_possible')
      return t('visits.step.skipped', { reason: step.result?.reason ? t(`visit.not_possible.${step.result.reason}`) : '—' })
    if (step.type === 'check_in') {
      if (!visit.checkInAt) return visit.fence.point ? '' : t('visits.noPoint')
      const distance = arrived?.distanceM ?? null
      return distance === null
        ? t('visits.checkedIn.unknown', { time: f.time(visit.checkInAt) })
        : t('visits.checkedIn', { time: f.time(visit.checkInAt), distance: f.distance(distance) })
    }
    if (step.type === 'check_out') {
      if (visit.checkOutAt) return t('visits.checkOut.done', { time: f.time(visit.checkOutAt), span: f.duration(visit.dwellMs ?? 0) })
      return step.state === 'locked' ? t('visits.checkOut.locked') : ''
    }
    if (step.state === 'locked') return t(visit.status === 'planned' ? 'visits.step.afterCheckIn' : 'visits.step.undone')
    if (step.type === 'photo') {
      const photos = visit.photos.filter((photo) => photo.stepKey === step.key)
      // Claimed is only what the server has checked.
      const checked = !step.pending && photos.every((photo) => photo.challenge !== NO_CHALLENGE)
      if (step.state === 'done') return t(checked ? 'visits.step.photo.done' : 'visits.step.photo.wordless', { have: step.have })
      return step.min > 1 ? t('visits.step.photo', { min: step.min, have: step.have }) : t('visits.step.photo.one')
    }
    if (step.type === 'next_step' && visit.nextStep) return `${visit.nextStep}${visit.nextOn ? ` ${f.day(visit.nextOn)}` : ''}`
    if (step.have > 1) return t('visits.step.have', { have: step.have })
    return step.min > 1 ? t('visits.step.min', { min: step.min }) : ''
  }
}
