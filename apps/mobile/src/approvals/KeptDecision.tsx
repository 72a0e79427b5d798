// A decision that waits on this phone, or that met a change: said where it was made, with the way out.
import { CloudOff, TriangleAlert } from 'lucide-react'
import { useFormats, useT } from '#shared/i18n.ts'
import { problem, problemSentence } from '#shared/problem.ts'
import { theOutbox } from '../offline/outbox.ts'
import type { QueuedAct } from '../offline/queue.ts'
import { BigButton } from '../shell/BigButton.tsx'
import { answerOf } from './decide.ts'

export function KeptDecision({ act }: { act: QueuedAct }) {
  const t = useT()
  const f = useFormats()
  const conflict = act.state === 'attention'
  const Icon = conflict ? TriangleAlert : CloudOff
  const answer = t(`approve.answer.${answerOf(act)}`)
  return (
    <section className="phone-card" data-tone="warn" role="status">
      <div className="act">
        <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
        <div>
          <b>{t(conflict ? 'approve.kept.conflict' : 'approve.kept', { answer, at: f.moment(act.doneAt) })}</b>
          <p>{act.problem ? problemSentence(problem(act.problem)) : t('approve.kept.body')}</p>
        </div>
      </div>
      <div className="act-answers">
        <BigButton look="plain" onPress={() => void theOutbox().drop(act.id)}>
          {t(conflict ? 'approve.kept.give_up' : 'approve.kept.take_back')}
        </BigButton>
      </div>
    </section>
  )
}
