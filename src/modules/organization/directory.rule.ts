// What another system says of the company, and what follows from it for people.
export type OuterDepartment = { externalId: string; parentExternalId: string | null; name: string }
export type OuterPerson = {
  externalId: string
  name: string
  title: string
  departmentExternalId: string
  managerExternalId: string | null
  active: boolean
}
export type OuterDirectory = { departments: OuterDepartment[]; people: OuterPerson[] }

/** Departments, each after the one above it; what hangs on nothing is left out. */
export function fromTheTop(departments: readonly OuterDepartment[]): OuterDepartment[] {
  const known = new Set(departments.map((one) => one.externalId))
  const isRoot = (one: OuterDepartment): boolean => one.parentExternalId === null || !known.has(one.parentExternalId)
  const sorted = departments.filter(isRoot)
  for (let at = 0; at < sorted.length; at++)
    sorted.push(...departments.filter((one) => !isRoot(one) && one.parentExternalId === sorted[at]?.externalId))
  return sorted
}

/** A login from another system's id: lower case, and only what a login may hold. */
export function loginFrom(externalId: string): string {
  const plain = externalId
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .slice(0, 30)
  return /^[0-9]+$/.test(plain) || plain.length < 2 ? `u-${plain}` : plain
}

/** More leavers at once than a company has: rather a directory that answered wrongly. */
export function tooManyLeavers(leavers: number, linked: number): boolean {
  return leavers > 3 && leavers * 2 > linked
}
