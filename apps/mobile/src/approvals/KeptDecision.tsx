// A decision that waits on this phone, or that met a change: said where it was made, with the way out.
import { CloudOff, TriangleAlert } from 'lucide-react'
import { useFormats, useT } from '#shared/i18n.ts'
import { problem, problemSentence } from '#shared/problem.ts'
import { theOutbox } from '../offline/outbox.ts'
import type { QueuedAct } from '../offline/queue.ts'
import { BigButton } from '../shell/BigButton.tsx'
import { answerOf, closes, kindOf } from './decide.ts'

export function KeptDecision({ act }: { act: QueuedAct }) {
  const t = useT()
  const f = useFormats()
  const conflict = act.state === 'attention'
  const Icon = conflict ? TriangleAlert : CloudOff
  const kind = kindOf(act)
  // Words and files on their way leave the room to the decision.
  const small = !conflict && !closes(act)
  const drop = () => void theOutbox().drop(act.id)
  const at = f.moment(act.doneAt)
  const said =
    kind === 'decide'
      ? t(conflict ? 'approve.kept.conflict' : 'approve.kept', { answer: t(`approve.answer.${answerOf(act)}`), at })
      : t(conflict ? 'approve.kept.act.conflict' : 'approve.kept.act', {
          what: t(`approve.kept.what.${kind}`, { name: act.file?.name ?? '' }),
          at,
        })
  return (
    <section className="phone-card" data-tone="warn" role="status">
      <div className="act">
        <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
        <div>
          <b>{said}</b>
          <p>{act.problem ? problemSentence(problem(act.problem)) : t('approve.kept.body')}</p>
        </div>
        {small ? (
          <button type="button" className="plain-link" onClick={drop}>
            {t('approve.kept.take_back.act')}
          </button>
        ) : null}
      </div>
      {small ? null : (
        <div className="act-answers">
          <BigButton look="plain" onPress={drop}>
            {kind === 'decide'
              ? t(conflict ? 'approve.kept.give_up' : 'approve.kept.take_back')
              : t(conflict ? 'approve.kept.give_up.act' : 'approve.kept.take_back.act')}
          </BigButton>
        </div>
      )}
    </section>
  )
}
