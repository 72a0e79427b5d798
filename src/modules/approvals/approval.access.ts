// Who may see and answer an approval: those who take part in it, and those whose scope reaches the requester.
import { holds, reaches } from '#core/access.ts'
import type { Actor } from '#core/context.ts'
import type { FlowInstance } from './flow.rule.ts'

export interface Takings {
  requesterId: string
  ownerId: string
  state: FlowInstance
}

const asked = (approval: Takings, memberId: string): boolean =>
  approval.state.steps.some((step) => step.tasks.some((task) => task.memberId === memberId && task.status !== 'waiting'))

/** Requester, owner, whoever was asked or copied; managers whose `approval.read` reaches the requester. */
export function maySee(actor: Actor, approval: Takings): boolean {
  if (actor.kind === 'system') return true
  const me = actor.memberId as string
  return (
    approval.requesterId === me ||
    approval.ownerId === me ||
    asked(approval, me) ||
    approval.state.cc.includes(me) ||
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
}

/** What this reader can do with it now. */
export function mayOf(actor: Actor, approval: Takings): ApprovalMay {
  const me = actor.memberId
  const running = approval.state.status === 'pending'
  const step = approval.state.steps[approval.state.stepIndex]
  const mine = running && (step?.tasks.some((task) => task.memberId === me && task.status === 'open') ?? false)
  const answer = mine && holds(actor, 'approval.decide')
  return {
    approve: answer,
    reject: answer,
    return: answer,
    comment: maySee(actor, approval),
    withdraw: running && approval.requesterId === me,
    remind:
      running && !mine && (approval.requesterId === me || approval.ownerId === me || reaches(actor, 'approval.read', approval.requesterId)),
  }
}
