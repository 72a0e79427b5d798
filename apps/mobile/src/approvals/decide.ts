// What is done to an approval: kept on the phone first, so that a yes given in a lift is not lost.
import { doKept } from '../offline/kept.ts'
import { theOutbox } from '../offline/outbox.ts'
import { type QueuedAct, referTo } from '../offline/queue.ts'
import type { ApprovalDetail } from './ApprovalPage.tsx'

export type Answered = {
  answer: 'approve' | 'reject' | 'return'
  note?: string
  toStepId?: string | null
  form?: Record<string, string | number | boolean | null>
  fileIds?: string[]
}

export const chainOf = (approvalId: string): string => `approval:${approvalId}`

const kept = (id: string, act: string, body: Record<string, unknown>, label: string): Promise<unknown> =>
  doKept({ chain: chainOf(id), method: 'POST', path: `/approvals/${id}/${act}`, body, label })

/**
 * The answer with the version it was given on: a later one is a conflict for the person to see. Null when it waits on the phone.
 */
export async function decideKept(data: ApprovalDetail, answered: Answered, label: string): Promise<unknown> {
  return await kept(data.id, 'decide', { ...answered, note: answered.note ?? null, version: await versionThen(data) }, label)
}

/** The version it will have when my own words that wait before it have arrived. */
async function versionThen(data: ApprovalDetail): Promise<number> {
  const own = (await theOutbox().list()).filter((act) => act.chain === chainOf(data.id) && kindOf(act) === 'comments')
  return data.version + own.length
}

export const commentKept = (id: string, note: string, label: string) => kept(id, 'comments', { note }, label)
export const withdrawKept = (id: string, note: string, label: string) => kept(id, 'withdraw', { note }, label)
export const transferKept = async (data: ApprovalDetail, memberId: string, note: string, label: string) =>
  await kept(data.id, 'transfer', { memberId, note, version: await versionThen(data) }, label)
type Added = { where: string; memberIds: string[]; mode: string; note: string }
export const addKept = async (data: ApprovalDetail, added: Added, label: string) =>
  await kept(data.id, 'signers', { ...added, version: await versionThen(data) }, label)

/** Keeps a file that goes up before the answer that names it; gives what the answer calls it until then. */
export async function fileKept(id: string, file: File, label: string): Promise<string> {
  const body = { purpose: 'document', subjectType: 'approval', subjectId: id }
  const act = { chain: chainOf(id), method: 'POST' as const, path: '/files', body, label }
  return referTo(await theOutbox().add({ ...act, file: { field: 'file', name: file.name, blob: file } }))
}

export type KeptKind = 'decide' | 'comments' | 'transfer' | 'signers' | 'withdraw' | 'files'
export const kindOf = (act: QueuedAct): KeptKind => (act.path.split('/').at(-1) ?? '') as KeptKind

/** After it there is nothing more to answer here until it has arrived. */
export const closes = (act: QueuedAct): boolean => kindOf(act) !== 'comments' && kindOf(act) !== 'files'

/** What a kept act said. */
export const answerOf = (act: QueuedAct): Answered['answer'] => act.body.answer as Answered['answer']
