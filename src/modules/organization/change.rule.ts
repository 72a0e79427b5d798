// change.rule.ts: 改动先审批. Which changes of rights and rules take effect only when somebody else agreed.
export type ChangeControl = {
  roles: boolean
  /** Where phones are bound: a further one waits for an approval. */
  devices: boolean
  /** Ids of rules, `pools.recycle`. */
  policies: string[]
}
export const changeControlDefaults: ChangeControl = { roles: false, devices: false, policies: [] }

/** Whether this change waits for an approval. Where anything does, so does the rule that says so: else it would be turned off first. */
export function waitsForApproval(
  change: { kind: 'role' | 'policy' | 'device'; id: string },
  control: ChangeControl,
  controlId: string,
): boolean {
  if (change.kind === 'role') return control.roles
  if (change.kind === 'device') return control.devices
  if (change.id === controlId) return control.roles || control.devices || control.policies.length > 0
  return control.policies.includes(change.id)
}

/** What differs between two values, by field: for the card of the approval. */
export function changedFields(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): { key: string; before: unknown; after: unknown }[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .sort()
    .map((key) => ({ key, before: before[key] ?? null, after: after[key] ?? null }))
}
