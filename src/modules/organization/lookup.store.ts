// Who looked at what is held on a person.
import type { Ctx } from '#core/context.ts'
import { sql, type Tx } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'

export type LookKind = 'positions' | 'photos' | 'contacts_export' | 'person_export'

export interface Look {
  /** Whose data it is; null where it is many people's. */
  personId: string | null
  kind: LookKind
  subjectType: string
  subjectId: string
  count?: number
}

export async function insertLook(tx: Tx, actorId: string, at: Date, look: Look, quietMinutes: number): Promise<void> {
  const since = new Date(at.getTime() - quietMinutes * 60_000).toISOString()
  await tx.run(sql`insert into access_log (tenant_id, id, at, actor_id, person_id, kind, subject_type, subject_id, count)
    select ${tx.tenantId}::uuid, ${uuidv7()}::uuid, ${at.toISOString()}::timestamptz, ${actorId}::uuid, ${look.personId}::uuid, ${look.kind}::text, ${look.subjectType}::text,
      ${look.subjectId}::uuid, ${look.count ?? 1}::int
    where not exists (select 1 from access_log l where l.tenant_id = ${tx.tenantId} and l.actor_id = ${actorId} and l.subject_id = ${look.subjectId}
      and l.kind = ${look.kind} and l.at > ${since})`)
}

export interface LookRow {
  id: string
  at: string
  actorName: string
  personName: string | null
  kind: LookKind
  subjectType: string
  subjectId: string
  count: number
}

/** Newest first: of one person, or of everybody. */
export async function looks(
  ctx: Ctx,
  personId: string | null,
  after: (string | number | null)[] | null,
  limit: number,
): Promise<LookRow[]> {
  const [at, id] = after ?? [null, null]
  return await ctx.tx.rows(sql<LookRow>`select l.id, l.at, a.name as actor_name, p.name as person_name, l.kind, l.subject_type, l.subject_id, l.count from access_log l
    join member a on a.tenant_id = l.tenant_id and a.id = l.actor_id left join member p on p.tenant_id = l.tenant_id and p.id = l.person_id
    where l.tenant_id = ${ctx.tenantId} and (${personId}::uuid is null or l.person_id = ${personId})
      and (${at}::timestamptz is null or (l.at, l.id) < (${at}::timestamptz, ${id}::uuid)) order by l.at desc, l.id desc limit ${limit}`)
}

export async function dropLooks(ctx: Ctx, before: string, limit: number): Promise<number> {
  return await ctx.tx.run(sql`delete from access_log where tenant_id = ${ctx.tenantId} and id in
    (select id from access_log where tenant_id = ${ctx.tenantId} and at < ${before} order by at limit ${limit})`)
}
