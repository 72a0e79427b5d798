import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { CloudOff } from 'lucide-react'
import { useState } from 'react'
import { query } from '#shared/api.ts'
import { addMessages, useT } from '#shared/i18n.ts'
import { isOffline } from '#shared/problem.ts'
import { useKept } from '../offline/kept.ts'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { useRefusalOf } from '../shell/useRefusal.tsx'
import { usePick } from '../shell/useWords.ts'
import { CheckOutSheet } from './CheckOutSheet.tsx'
import { ProofStrip } from './ProofStrip.tsx'
import { StepCamera } from './StepCamera.tsx'
import { StepSheet } from './StepSheet.tsx'
import { useLivePosition } from './useLivePosition.ts'
import { useVisitActs } from './useVisitActs.ts'
import { VisitDock } from './VisitDock.tsx'
import { VisitMoreSheet } from './VisitMoreSheet.tsx'
import { VisitResult } from './VisitResult.tsx'
import { VisitSteps } from './VisitSteps.tsx'
import { visitScreenMessages } from './visits.messages.ts'
import { type ShownStep, type VisitDetail, withKept } from './visitText.ts'

addMessages(visitScreenMessages)

/** One visit: proof above, steps in order, and the dock that does the next one. */
export default function VisitPage() {
  const t = useT()
  const { id } = useParams({ strict: false }) as { id: string }
  const visit = useQuery(query.visits.visit.queryOptions({ input: { id } }))
  if (visit.data) return <VisitFlow visit={visit.data} away={isOffline(visit.error)} />
  return (
    <FlowPage title={t('visits.one')}>
      <Loaded of={visit}>{() => null}</Loaded>
    </FlowPage>
  )
}

/** What stands over the flow: a step's sheet or camera, check-out, or what else can be done. */
export type Over = { kind: 'step' | 'camera'; key: string } | { kind: 'out'; early: boolean } | { kind: 'more' } | null

function VisitFlow({ visit, away }: { visit: VisitDetail; away: boolean }) {
  const t = useT()
  const pick = usePick()
  const kept = useKept(`visit:${visit.id}`)
  const shown = withKept(visit, kept)
  const [over, setOver] = useState<Over>(null)
  // A check-in that still waits on this phone has no position of the server's yet.
  const here = useLivePosition(shown.may.do === true && shown.status !== 'completed' && shown.positions.length === 0)
  const acts = useVisitActs(visit, here.take)
  const refused = useRefusalOf(acts.checkIn)
  const step = over && 'key' in over ? shown.steps.find((one) => one.key === over.key) : undefined
  const openStep = (one: ShownStep) => setOver({ kind: one.type === 'photo' ? 'camera' : 'step', key: one.key })
  if (over?.kind === 'camera' && step)
    return <StepCamera visit={shown} step={step} acts={acts} fix={here.fix} onClose={() => setOver(null)} />
  return (
    <FlowPage
      title={shown.subjectName}
      sentence={t('visits.sop', { name: pick(shown.template), version: shown.template.version })}
      runningSince={shown.status === 'in_progress' && shown.checkInAt ? shown.checkInAt : undefined}
      proof={<ProofStrip visit={shown} fix={here.fix} failure={here.failure} ask={here.ask} />}
      dock={<VisitDock visit={shown} acts={acts} open={openStep} over={setOver} />}
    >
      {refused}
      {shown.waiting > 0 || away ? (
        <div className="quiet-note">
          <CloudOff size={18} strokeWidth={1.75} aria-hidden="true" /> {t('visits.offline', { n: shown.waiting })}
        </div>
      ) : null}
      {shown.status === 'completed' ? <VisitResult visit={shown} /> : null}
      <VisitSteps visit={shown} open={shown.status === 'in_progress' && shown.may.do === true ? openStep : undefined} />
      {over?.kind === 'step' && step ? (
        <StepSheet key={step.key} visit={shown} step={step} acts={acts} onClose={() => setOver(null)} />
      ) : null}
      {over?.kind === 'out' ? <CheckOutSheet visit={shown} acts={acts} early={over.early} onClose={() => setOver(null)} /> : null}
      {over?.kind === 'more' ? <VisitMoreSheet visit={shown} over={setOver} onClose={() => setOver(null)} /> : null}
    </FlowPage>
  )
}
