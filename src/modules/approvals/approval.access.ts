// Who may see and answer an approval: those who take part in it, and those whose scope reaches the requester.
import { holds, reaches } from '#core/access.ts'
import type { Actor } from '#core/context.ts'
import { type Away, type FlowInstance, openTasks, taskFor } from './instance.rule.ts'

export interface Takings {
  requesterId: string
  ownerId: string
  state: FlowInstance
}

const asked = (approval: Takings, memberId: string): boolean =>
  approval.state.steps.some((step) =>
    step.tasks.some((task) => task.by === memberId || (task.memberId === memberId && (step.pass > 0 || task.status !== 'waiting'))),
  )

/** Requester, owner, whoever was asked, answered, stands in or was copied; managers whose `approval.read` reaches the requester. */
export function maySee(actor: Actor, approval: Takings, away: Away = {}): boolean {
  if (actor.kind === 'system') return true
  const me = actor.memberId as string
  return (
    approval.requesterId === me ||
    approval.ownerId === me ||
    asked(approval, me) ||
    approval.state.cc.includes(me) ||
    approval.state.log.some((entry) => entry.memberId === me) ||
    taskFor(approval.state, me, away) !== undefined ||
    // A delegate who came second is told so, not that there is nothing.
    approval.state.steps.some((step) => step.tasks.some((task) => task.status !== 'waiting' && away[task.memberId] === me)) ||
    reaches(actor, 'approval.read', approval.requesterId)
  )
}

export interface ApprovalMay {
  approve: boolean
  reject: boolean
  return: boolean
  comment: boolean
  withdraw: boolean
  remind: boolean
  transfer: boolean
  addSigners: boolean
}

/** What this reader can do with it now. */
export function mayOf(actor: Actor, approval: Takings, away: Away = {}): ApprovalMay {
  const me = actor.memberId
  const running = approval.state.status === 'pending'
  const mine = running && me !== null && taskFor(approval.state, me, away) !== undefined
  const answer = mine && holds(actor, 'approval.decide')
  const ownOpen = openTasks(approval.state).some((task) => task.memberId === me)
  return {
    approve: answer,
    reject: answer,
    return: answer,
    comment: maySee(actor, approval, away),
    withdraw: running && approval.requesterId === me,
    remind:
      running &&
      !ownOpen &&
      (approval.requesterId === me || approval.ownerId === me || reaches(actor, 'approval.read', approval.requesterId)),
    transfer: answer,
    addSigners: answer,
  }
}
