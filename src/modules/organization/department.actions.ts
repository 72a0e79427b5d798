import { holds } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { invalid, notFound } from '#core/refuse.ts'
import * as store from './department.store.ts'
import { memberById } from './member.store.ts'
import { departmentsBelow } from './scope.rule.ts'

const OK = { ok: true } as const

export async function departments(ctx: Ctx) {
  return { items: await store.listDepartments(ctx), may: { manage: holds(ctx.actor, 'member.manage') } }
}

async function mustBePlace(ctx: Ctx, place: { parentId?: string | null | undefined; headId?: string | null | undefined }): Promise<void> {
  if (place.parentId && !(await store.departmentExists(ctx, place.parentId))) throw invalid('member.unknown_place', { field: 'parentId' })
  if (place.headId && (await memberById(ctx, place.headId))?.disabledAt !== null) throw invalid('member.unknown_place', { field: 'headId' })
}

export async function createDepartment(ctx: Ctx, input: { name: string; parentId: string; headId?: string | null }) {
  await mustBePlace(ctx, input)
  const id = uuidv7()
  await store.insertDepartment(ctx, { ...input, id, sort: 1000 })
  await emit(ctx, 'department.created', id, { name: input.name, parentId: input.parentId })
  ctx.services.identity.forget(ctx.tenantId)
  return { id }
}

export async function changeDepartment(
  ctx: Ctx,
  input: { id: string; name?: string | undefined; parentId?: string | undefined; headId?: string | null | undefined },
) {
  const { id, ...change } = input
  if (change.parentId) await store.lockShape(ctx)
  if (!(await store.departmentExists(ctx, id))) throw notFound('department')
  await mustBePlace(ctx, change)
  const tree = await store.listDepartments(ctx)
  const isRoot = tree.find((department) => department.id === id)?.parentId === null
  if (change.parentId && (isRoot || departmentsBelow([id], tree).has(change.parentId))) throw invalid('department.circle')
  await store.updateDepartment(ctx, id, change)
  await emit(ctx, 'department.changed', id, { changed: Object.keys(change) })
  ctx.afterCommit(() => ctx.services.identity.forget(ctx.tenantId))
  return OK
}
