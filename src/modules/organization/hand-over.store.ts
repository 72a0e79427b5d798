// Hand-overs: what passed from whom to whom.
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import type { Holding } from '#core/room.ts'

export interface HandOverRow {
  id: string
  at: string
  fromId: string
  fromName: string
  toId: string
  toName: string
  byName: string | null
  leaving: boolean
  counts: Record<string, number>
}

/** Departments that somebody heads and people who report to him: they pass on when he leaves. */
export async function peopleHoldings(ctx: Ctx, memberId: string): Promise<Holding[]> {
  return await ctx.tx.rows(sql<Holding>`select 'department' as kind, id, name from department where tenant_id = ${ctx.tenantId} and head_id = ${memberId}
    union all select 'report', id, name from member where tenant_id = ${ctx.tenantId} and manager_id = ${memberId} and disabled_at is null order by kind, name`)
}

export async function insertHandOver(
  ctx: Ctx,
  one: { id: string; fromId: string; toId: string; leaving: boolean; byId: string | null; at: string },
  items: readonly (Holding & { moved: boolean })[],
): Promise<void> {
  ctx.tx.send(sql`insert into hand_over (tenant_id, id, from_id, to_id, by_id, at, leaving)
    values (${ctx.tenantId}, ${one.id}, ${one.fromId}, ${one.toId}, ${one.byId}, ${one.at}, ${one.leaving})`)
  const rows = items.map((item, index) => ({ seq: index + 1, kind: item.kind, record_id: item.id, name: item.name, moved: item.moved }))
  ctx.tx.send(sql`insert into hand_over_item (tenant_id, hand_over_id, seq, kind, record_id, name, moved)
    select ${ctx.tenantId}::uuid, ${one.id}::uuid, i.seq, i.kind, i.record_id, i.name, i.moved
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i (seq int, kind text, record_id uuid, name text, moved boolean)`)
}

/** Newest first; `within` says whose. */
export async function listHandOvers(ctx: Ctx, within: Query<boolean>): Promise<HandOverRow[]> {
  return await ctx.tx.rows(sql<HandOverRow>`select h.id, h.at, h.from_id, f.name as from_name, h.to_id, t.name as to_name, b.name as by_name, h.leaving,
      coalesce((select jsonb_object_agg(c.kind, c.n) from (select kind, count(*) as n from hand_over_item i
        where i.tenant_id = ${ctx.tenantId} and i.hand_over_id = h.id and i.moved group by kind) c), '{}') as counts
    from hand_over h join member f on f.tenant_id = h.tenant_id and f.id = h.from_id join member t on t.tenant_id = h.tenant_id and t.id = h.to_id
      left join member b on b.tenant_id = h.tenant_id and b.id = h.by_id
    where h.tenant_id = ${ctx.tenantId} and ${within} order by h.at desc, h.id desc limit 200`)
}

export async function handOverItems(ctx: Ctx, id: string): Promise<(Holding & { moved: boolean })[]> {
  return await ctx.tx.rows(sql`select kind, record_id as id, name, moved from hand_over_item
    where tenant_id = ${ctx.tenantId} and hand_over_id = ${id} order by seq`)
}
