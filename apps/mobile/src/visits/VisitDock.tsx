import { useNavigate } from '@tanstack/react-router'
import { Camera, Ellipsis, LogOut, MapPinCheck } from 'lucide-react'
import { useT } from '#shared/i18n.ts'
import { BigButton } from '../shell/BigButton.tsx'
import { usePick } from '../shell/useWords.ts'
import type { VisitActs } from './useVisitActs.ts'
import type { Over } from './VisitPage.tsx'
import { missingOf, nextStepOf, type ShownStep, type ShownVisit } from './visitText.ts'

type Props = { visit: ShownVisit; acts: VisitActs; open: (step: ShownStep) => void; over: (what: Over) => void }

/** The dock always does the next missing thing. */
export function VisitDock({ visit, acts, open, over }: Props) {
  const t = useT()
  const go = useNavigate()
  const more = (
    <BigButton look="plain" narrow label={t('visits.more')} icon={Ellipsis} onPress={() => over({ kind: 'more' })}>
      {null}
    </BigButton>
  )
  if (!visit.may.do && visit.status !== 'completed')
    return visit.may.plan ? (
      <BigButton look="plain" icon={Ellipsis} onPress={() => over({ kind: 'more' })}>
        {t('visits.more')}
      </BigButton>
    ) : null
  if (visit.status === 'planned')
    return (
      <>
        {more}
        <BigButton icon={MapPinCheck} busy={acts.checkIn.busy} onPress={() => acts.checkIn.run(undefined)}>
          {t(acts.checkIn.busy ? 'visits.checkIn.busy' : 'visits.checkIn')}
        </BigButton>
      </>
    )
  if (visit.status === 'in_progress')
    return (
      <>
        {more}
        <NextButton visit={visit} open={open} over={over} />
      </>
    )
  return (
    <>
      {visit.may.review ? more : null}
      <BigButton look={visit.may.review ? 'plain' : 'filled'} onPress={() => void go({ to: '/today' })}>
        {t('visits.back')}
      </BigButton>
    </>
  )
}

function NextButton({ visit, open, over }: Pick<Props, 'visit' | 'open' | 'over'>) {
  const t = useT()
  const pick = usePick()
  const next = nextStepOf(visit)
  if (next?.type === 'photo')
    return (
      <BigButton icon={Camera} onPress={() => open(next)}>
        {next.have > 0 || next.min > 1
          ? t('visits.do.photo.next', { n: next.have + 1, step: pick(next) })
          : t('visits.do.photo', { step: pick(next) })}
      </BigButton>
    )
  if (next && next.type !== 'check_out')
    return <BigButton onPress={() => open(next)}>{t('visits.do.step', { step: pick(next) })}</BigButton>
  const missing = missingOf(visit).length
  if (missing > 0) return <BigButton disabled>{t('visits.checkOut.missing', { n: missing })}</BigButton>
  return (
    <BigButton icon={LogOut} onPress={() => over({ kind: 'out', early: false })}>
      {t('visits.checkOut')}
    </BigButton>
  )
}
