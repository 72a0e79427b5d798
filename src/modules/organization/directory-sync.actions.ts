// One comparison with a directory: departments from the top, then people, then those who left.
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { Refusal, refuse } from '#core/refuse.ts'
import * as tree from './department.store.ts'
import { fromTheTop, loginFrom, type OuterDirectory, type OuterPerson, tooManyLeavers } from './directory.rule.ts'
import * as store from './directory.store.ts'
import { addMember, disableMember } from './member.actions.ts'
import { managerOf, managersAbove, updateMember } from './member.store.ts'
import { membersForSheet } from './org-sheet.store.ts'
import { rolesNeverEmpty } from './separation.actions.ts'
import { tenantCode } from './tenant.store.ts'

type Here = Awaited<ReturnType<typeof membersForSheet>>[number]

export async function carryOver(ctx: Ctx, outer: OuterDirectory, roleId: string | null): Promise<store.SyncResult> {
  const result: store.SyncResult = {
    departments: { created: 0, changed: 0 },
    members: { created: 0, changed: 0, disabled: 0 },
    waiting: [],
  }
  await tree.lockShape(ctx)
  const linked = await store.linkedPeople(ctx)
  const active = new Map(outer.people.filter((one) => one.active).map((one) => [one.externalId, one]))
  const here = new Map((await membersForSheet(ctx)).map((one) => [one.id, one]))
  const leavers = [...linked].filter(([externalId, id]) => !active.has(externalId) && here.get(id)?.disabledAt === null)
  if (tooManyLeavers(leavers.length, linked.size)) throw refuse('directory.too_many_leavers', { n: leavers.length, of: linked.size })
  const places = await departmentsOver(ctx, outer, result)
  await peopleOver(ctx, [...active.values()], { linked, here, places, roleId }, result)
  await managersOver(ctx, [...active.values()], linked, result)
  for (const [externalId, id] of leavers) await letGo(ctx, externalId, here.get(id) as Here, result)
  ctx.afterCommit(() => ctx.services.identity.forget(ctx.tenantId))
  return result
}

/** The top of the directory is the company itself; what is no longer there stays here, for its people may. */
async function departmentsOver(ctx: Ctx, outer: OuterDirectory, result: store.SyncResult): Promise<Map<string, string>> {
  const known = await tree.listDepartments(ctx)
  const root = known.find((one) => one.parentId === null)
  const linked = await store.linkedDepartments(ctx)
  const ids = new Map<string, string>()
  const [top, ...below] = fromTheTop(outer.departments)
  if (!top || !root) throw refuse('directory.no_root')
  ids.set(top.externalId, root.id)
  for (const one of below) {
    const parentId = ids.get(one.parentExternalId ?? '') ?? root.id
    const before = known.find((department) => department.id === linked.get(one.externalId))
    const id = before?.id ?? uuidv7()
    ids.set(one.externalId, id)
    if (!before) {
      await tree.insertDepartment(ctx, { id, name: one.name, parentId, sort: 1000 })
      await store.saveDepartment(ctx, one.externalId, id)
      await emit(ctx, 'department.created', id, { name: one.name, parentId })
      result.departments.created += 1
    } else if (before.name !== one.name || before.parentId !== parentId) {
      await tree.updateDepartment(ctx, id, { name: one.name, parentId })
      await emit(ctx, 'department.changed', id, { changed: ['name', 'parentId'] })
      result.departments.changed += 1
    }
  }
  return ids
}

interface Known {
  linked: Map<string, string>
  here: Map<string, Here>
  places: Map<string, string>
  roleId: string | null
}

async function peopleOver(ctx: Ctx, people: OuterPerson[], known: Known, result: store.SyncResult): Promise<void> {
  for (const person of people) {
    const departmentId = known.places.get(person.departmentExternalId) ?? [...known.places.values()][0]
    const id = known.linked.get(person.externalId)
    const before = id ? known.here.get(id) : undefined
    if (!before) await makeMember(ctx, person, departmentId as string, known, result)
    else if (
      before.disabledAt === null &&
      (before.name !== person.name || before.title !== person.title || before.departmentId !== departmentId)
    ) {
      await updateMember(ctx, { id: before.id, version: before.version, name: person.name, title: person.title, departmentId })
      await emit(ctx, 'member.changed', before.id, { changed: ['name', 'title', 'departmentId'], departmentId })
      result.members.changed += 1
    }
  }
}

async function makeMember(ctx: Ctx, person: OuterPerson, departmentId: string, known: Known, result: store.SyncResult): Promise<void> {
  const username = loginFrom(person.externalId)
  const namesake = [...known.here.values()].find((one) => one.username === username)
  // Whether our member is their person, a person says: the same login proves nothing.
  if (namesake) return void result.waiting.push({ externalId: person.externalId, why: 'login_taken', memberId: namesake.id })
  const member = {
    name: person.name,
    title: person.title,
    departmentId,
    roleIds: known.roleId ? [known.roleId] : [],
  }
  const made = await addMember(ctx, { ...member, username }).catch(async (error) => {
    if (!(error instanceof Refusal) || error.code !== 'identity.login_taken') throw error
    return await addMember(ctx, { ...member, username: `${username}.${await tenantCode(ctx)}`.slice(0, 40) })
  })
  await store.savePerson(ctx, person.externalId, made.id)
  known.linked.set(person.externalId, made.id)
  result.members.created += 1
}

/** Once everybody is here. A manager who would stand below his own report is left as he was. */
async function managersOver(ctx: Ctx, people: OuterPerson[], linked: Map<string, string>, result: store.SyncResult): Promise<void> {
  const now = new Map((await membersForSheet(ctx)).map((one) => [one.id, one]))
  for (const person of people) {
    const one = now.get(linked.get(person.externalId) ?? '')
    const managerId = linked.get(person.managerExternalId ?? '')
    if (!one || one.disabledAt || !managerId || managerId === one.id || one.managerId === managerId) continue
    if ((await managersAbove(ctx, managerId)).includes(one.id)) continue
    await updateMember(ctx, { id: one.id, version: one.version, managerId })
    await emit(ctx, 'member.changed', one.id, { changed: ['managerId'], managerId })
    result.members.changed += 1
  }
}

async function letGo(ctx: Ctx, externalId: string, one: Here, result: store.SyncResult): Promise<void> {
  const wait = (why: 'no_successor' | 'runs_the_company') => void result.waiting.push({ externalId, why, memberId: one.id })
  if ((await rolesNeverEmpty(ctx)).some((code) => one.roles.includes(code))) return wait('runs_the_company')
  if (!(await managerOf(ctx, one.id))) return wait('no_successor')
  if (one.id === ctx.actor.memberId) return wait('runs_the_company')
  await disableMember(ctx, { id: one.id })
  result.members.disabled += 1
}
