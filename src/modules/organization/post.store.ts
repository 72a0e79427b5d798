// Posts and who has them.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface PostRow {
  id: string
  name: string
  roleIds: string[]
  members: number
  version: number
}

export async function listPosts(ctx: Ctx): Promise<PostRow[]> {
  return await ctx.tx.rows(sql<PostRow>`select p.id, p.name, p.role_ids, p.version,
      (select count(*)::int from member m where m.tenant_id = p.tenant_id and m.post_id = p.id and m.disabled_at is null) as members
    from post p where p.tenant_id = ${ctx.tenantId} order by p.name`)
}

export async function insertPost(ctx: Ctx, post: { id: string; name: string; roleIds: string[] }): Promise<void> {
  await ctx.tx.run(
    sql`insert into post (tenant_id, id, name, role_ids) values (${ctx.tenantId}, ${post.id}, ${post.name}, ${post.roleIds}::uuid[])`,
  )
}

/** False when somebody changed it meanwhile. */
export async function updatePost(ctx: Ctx, post: { id: string; version: number; name: string; roleIds: string[] }): Promise<boolean> {
  const count = await ctx.tx.run(sql`update post set name = ${post.name}, role_ids = ${post.roleIds}::uuid[], version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${post.id} and version = ${post.version}`)
  return count === 1
}

export async function dropPost(ctx: Ctx, id: string): Promise<void> {
  await ctx.tx.run(sql`update member set post_id = null where tenant_id = ${ctx.tenantId} and post_id = ${id}`)
  await ctx.tx.run(sql`delete from post where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export async function setPost(ctx: Ctx, memberId: string, postId: string | null): Promise<void> {
  await ctx.tx.run(sql`update member set post_id = ${postId}::uuid where tenant_id = ${ctx.tenantId} and id = ${memberId}`)
}

export async function postOf(ctx: Ctx, memberId: string): Promise<string | null> {
  const row = await ctx.tx.row(
    sql<{ postId: string | null }>`select post_id from member where tenant_id = ${ctx.tenantId} and id = ${memberId}`,
  )
  return row?.postId ?? null
}
