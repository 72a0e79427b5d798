// The sealer: chains committed events of a tenant, in seal order, seconds after they happened (the relay's tick; a job every minute, should no relay run). A chain in the
// business transaction would serialise the tenant's writes, so it stands here. verify recomputes everything.
import { createHash } from 'node:crypto'
import type { Ctx } from './context.ts'
import { sql, type Tx } from './db.ts'

interface SealRow {
  seq: number
  eventId: string
  prev: Buffer
  hash: Buffer
}
interface EventText {
  id: string
  text: string
}

const GENESIS: Buffer = Buffer.alloc(32)
// What is sealed: every column that says what happened, as PostgreSQL writes it (jsonb has one canonical text).
const canonical = sql`concat_ws(E'\\x1f', e.tenant_id, e.id, (extract(epoch from e.at) * 1000000)::bigint, (extract(epoch from e.recorded_at) * 1000000)::bigint,
  e.type, e.subject_type, e.subject_id, coalesce(e.actor_id::text, '-'), e.request_id, e.payload::text)`

const chain = (prev: Buffer, text: string): Buffer => createHash('sha256').update(prev).update(text, 'utf8').digest()

/** Seals up to `batch` events; returns how many. One sealer per tenant at a time (transaction lock). */
export async function sealEvents(ctx: Ctx, batch = 1000): Promise<number> {
  const locked = await ctx.tx.row<{ ok: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('seal:' || ${ctx.tenantId}, 0)) as ok`,
  )
  if (!locked?.ok) return 0
  const events = await ctx.tx.rows<EventText>(sql`select e.id, ${canonical} as text
    from event_to_seal q join event e on e.tenant_id = q.tenant_id and e.id = q.event_id
    where q.tenant_id = ${ctx.tenantId} order by q.event_id limit ${batch}`)
  if (events.length === 0) return 0
  const head = await ctx.tx.row<SealRow>(
    sql`select seq, event_id, prev, hash from event_seal where tenant_id = ${ctx.tenantId} order by seq desc limit 1`,
  )
  let { seq, hash } = head ?? { seq: 0, hash: GENESIS }
  const rows = events.map((event) => {
    const prev = hash
    hash = chain(prev, event.text)
    seq += 1
    return { seq, event_id: event.id, prev: `\\x${prev.toString('hex')}`, hash: `\\x${hash.toString('hex')}` }
  })
  const json = JSON.stringify(rows)
  await ctx.tx.run(sql`insert into event_seal (tenant_id, seq, event_id, prev, hash, sealed_at)
    select ${ctx.tenantId}::uuid, seq, event_id, prev, hash, ${ctx.now.toISOString()}::timestamptz from jsonb_to_recordset(${json}::jsonb) as r(seq bigint, event_id uuid, prev bytea, hash bytea)`)
  await ctx.tx.run(
    sql`delete from event_to_seal where tenant_id = ${ctx.tenantId} and event_id = any(${events.map((event) => event.id)}::uuid[])`,
  )
  return events.length
}

/** Publishes the head of the day once: into event_head, and by `publish` outside the database. */
export async function publishHead(ctx: Ctx, day: string, publish: (line: string) => Promise<void>): Promise<number> {
  const head = await ctx.tx.row<SealRow>(
    sql`select seq, event_id, prev, hash from event_seal where tenant_id = ${ctx.tenantId} order by seq desc limit 1`,
  )
  if (!head) return 0
  const count = await ctx.tx.run(
    sql`insert into event_head (tenant_id, day, seq, hash, published_at) values (${ctx.tenantId}, ${day}, ${head.seq}, ${head.hash}, ${ctx.now.toISOString()}) on conflict do nothing`,
  )
  if (count > 0) await publish(`${day}\t${ctx.tenantId}\t${head.seq}\t${head.hash.toString('hex')}`)
  return count
}

export interface AuditVerdict {
  sealed: number
  /** Events not sealed yet: said, not blamed. */
  unsealed: number
  firstBad: { seq: number; eventId: string; why: 'event_missing' | 'event_changed' | 'chain_broken' | 'head_differs' | 'gap' } | null
}

/** Recomputes the chain of one tenant and compares it with the heads published outside (`tenantId\tseq\thash` lines). */
export async function verifyAudit(tx: Tx, heads: { seq: number; hash: string }[]): Promise<AuditVerdict> {
  const unsealed = await tx.row<{ n: number }>(sql`select count(*)::int as n from event e where e.tenant_id = ${tx.tenantId}
    and not exists (select 1 from event_seal s where s.tenant_id = e.tenant_id and s.event_id = e.id)`)
  const headAt = new Map(heads.map((head) => [head.seq, head.hash]))
  let prev: Buffer = GENESIS
  let seq = 0
  const verdict = (firstBad: AuditVerdict['firstBad']): AuditVerdict => ({ sealed: seq, unsealed: unsealed?.n ?? 0, firstBad })
  for (;;) {
    const rows = await tx.rows<
      SealRow & { text: string | null }
    >(sql`select s.seq, s.event_id, s.prev, s.hash, case when e.id is not null then ${canonical} end as text
      from event_seal s left join event e on e.tenant_id = s.tenant_id and e.id = s.event_id
      where s.tenant_id = ${tx.tenantId} and s.seq > ${seq} order by s.seq limit 2000`)
    for (const row of rows) {
      const bad = (why: NonNullable<AuditVerdict['firstBad']>['why']) => verdict({ seq: row.seq, eventId: row.eventId, why })
      if (row.seq !== seq + 1) return bad('gap')
      if (!row.prev.equals(prev)) return bad('chain_broken')
      if (row.text === null) return bad('event_missing')
      if (!chain(prev, row.text).equals(row.hash)) return bad('event_changed')
      const published = headAt.get(row.seq)
      if (published && published !== row.hash.toString('hex')) return bad('head_differs')
      prev = row.hash
      seq = row.seq
    }
    if (rows.length < 2000) break
  }
  const beyond = heads.find((head) => head.seq > seq)
  return beyond ? verdict({ seq: beyond.seq, eventId: '', why: 'event_missing' }) : verdict(null)
}
