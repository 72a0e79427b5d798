// 决定: kept on the phone first, so that a yes given in a lift is not lost.
import { doKept } from '../offline/kept.ts'
import type { QueuedAct } from '../offline/queue.ts'
import type { ApprovalDetail } from './ApprovalPage.tsx'

export type Answered = {
  answer: 'approve' | 'reject' | 'return'
  note?: string
  toStepId?: string | null
  form?: Record<string, string | number | boolean | null>
  fileIds?: string[]
}

export const chainOf = (approvalId: string): string => `approval:${approvalId}`

/** The answer with the version it was given on: a later one is a conflict for the person to see. Null when it waits on the phone. */
export const decideKept = (data: ApprovalDetail, answered: Answered, label: string): Promise<unknown> =>
  doKept({
    chain: chainOf(data.id),
    method: 'POST',
    path: `/approvals/${data.id}/decide`,
    body: { ...answered, note: answered.note ?? null, version: data.version },
    label,
  })

/** What a kept act said. */
export const answerOf = (act: QueuedAct): Answered['answer'] => act.body.answer as Answered['answer']
