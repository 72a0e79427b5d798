// approver.rule.ts: 审批人. Who is asked, found from the organization as it stood at submission.
import { type Facts, meets } from './condition.rule.ts'
import type { Approver, Directory } from './flow.rule.ts'

/**
 * The members an approver entry names, never the requester: nobody approves his own.
 * A manager or head who is the requester himself is replaced by the next one up; so is a role held by nobody else.
 * Empty when the chain ends: the caller refuses the submission.
 */
export function resolveApprover(approver: Approver, requesterId: string, directory: Directory, facts: Facts = {}): string[] {
  switch (approver.kind) {
    case 'person':
      if (!(approver.memberId in directory.managerOf) || directory.able?.includes(approver.memberId) === false) return []
      return approver.memberId === requesterId ? upward(requesterId, 1, directory) : [approver.memberId]
    case 'role':
      return others(directory.roles[approver.role] ?? [], requesterId, directory)
    case 'manager':
      return upward(approver.of ?? requesterId, approver.level ?? 1, directory, requesterId)
    case 'department_head': {
      const department = approver.departmentId ?? directory.departmentOf[requesterId]
      const head = department === undefined ? undefined : directory.heads[department]
      return head === undefined ? [] : others([head], requesterId, directory)
    }
    case 'chain':
      return chainUpTo(approver, requesterId, directory, facts)
    case 'rule': {
      const hit = approver.cases.find((one) => meets(one.when, facts))?.approver ?? approver.otherwise
      return hit ? resolveApprover(hit, requesterId, directory, facts) : []
    }
  }
}

/** The organization as signers are found from it: who may not decide is passed over like one who left. */
export function signers(directory: Directory): Directory {
  const { able } = directory
  if (!able) return directory
  const may = new Set(able)
  const above = (id: string): string | null => managersAbove(id, directory, id).find((manager) => may.has(manager)) ?? null
  const { managerOf, roles, heads } = directory
  return {
    ...directory,
    managerOf: Object.fromEntries(Object.keys(managerOf).map((id) => [id, above(id)])),
    roles: Object.fromEntries(Object.entries(roles).map(([role, members]) => [role, members.filter((id) => may.has(id))])),
    heads: Object.fromEntries(Object.entries(heads).filter(([, head]) => may.has(head))),
  }
}

/** The whole organization: a copy may go to anybody in office. */
export const readers = (directory: Directory): Directory => ({ ...directory, able: undefined })

/** A role nobody holds stays empty, so that it shows as missing instead of quietly landing on the manager. */
function others(members: readonly string[], requesterId: string, directory: Directory): string[] {
  const rest = members.filter((member) => member !== requesterId)
  if (rest.length > 0 || members.length === 0) return [...new Set(rest)]
  return upward(requesterId, 1, directory)
}

/** The manager `level` steps above, or the highest there is; a requester met on the way is passed over. */
function upward(fromId: string, level: number, directory: Directory, requesterId = fromId): string[] {
  const chain = managersAbove(fromId, directory, requesterId)
  const found = chain[Math.min(level, chain.length) - 1]
  return found === undefined ? [] : [found]
}

/** Managers from the nearest upward, without the requester. */
export function managersAbove(fromId: string, directory: Directory, requesterId = fromId): string[] {
  const chain: string[] = []
  const seen = new Set([fromId])
  for (let at = directory.managerOf[fromId]; at && !seen.has(at); at = directory.managerOf[at]) {
    seen.add(at)
    if (at !== requesterId) chain.push(at)
  }
  return chain
}

/** Up to the level, or to the first whose limit covers the amount; without such a one, to the top. */
function chainUpTo(approver: Extract<Approver, { kind: 'chain' }>, requesterId: string, directory: Directory, facts: Facts): string[] {
  const chain = managersAbove(approver.of ?? requesterId, directory, requesterId)
  const amount = approver.fact === undefined ? undefined : facts[approver.fact]
  if (typeof amount !== 'number' || !approver.limits) return chain.slice(0, approver.level ?? chain.length)
  const limitOf = (memberId: string): number =>
    Math.max(
      Number.NEGATIVE_INFINITY,
      ...(approver.limits ?? []).filter((limit) => directory.roles[limit.role]?.includes(memberId)).map((limit) => limit.upTo),
    )
  const enough = chain.findIndex((memberId) => limitOf(memberId) >= amount)
  return enough < 0 ? chain : chain.slice(0, enough + 1)
}
