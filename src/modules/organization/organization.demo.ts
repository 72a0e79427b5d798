// The people of 澄岭建材科技: departments, reporting lines, roles. Names and phones are invented.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { emitMany } from '#core/events.ts'
import type { Story } from '#core/story.ts'
import { insertDepartment, setDepartmentHead } from './department.store.ts'
import { fieldDemo } from './field.demo.ts'
import { insertHandOver } from './hand-over.store.ts'
import { insertMember } from './member.store.ts'
import { insertPost, setPost } from './post.store.ts'
import { giveRole, listRoles } from './role.store.ts'

/** Every login of the demo company has this password. */
export const demoPassword = 'fieldloop-demo'

const departments: { key: string; name: string; parent: string | null; head?: string }[] = [
  { key: 'D-HQ', name: '总部', parent: null },
  { key: 'D-MKT', name: '市场部', parent: null, head: 'U03' },
  { key: 'D-FIN', name: '财务部', parent: null, head: 'U14' },
  { key: 'D-SALES', name: '销售中心', parent: null, head: 'U02' },
  { key: 'D-PRE', name: '售前技术', parent: 'D-SALES' },
  { key: 'D-SH', name: '苏沪', parent: 'D-SALES', head: 'U04' },
  { key: 'D-ZJ', name: '浙江', parent: 'D-SALES', head: 'U05' },
  { key: 'D-ZX', name: '皖苏北', parent: 'D-SALES', head: 'U06' },
]

type Person = { key: string; name: string; username: string; title: string; department: string; manager: string | null; role: string }
const person = (
  key: string,
  name: string,
  username: string,
  title: string,
  department: string,
  manager: string | null,
  role: string,
): Person => ({
  key,
  name,
  username,
  title,
  department,
  manager,
  role,
})

/** U15 is the admin the company was born with. */
export const demoPeople: Person[] = [
  person('U01', '陈岚', 'chenlan', '总经理', 'D-HQ', null, 'gm'),
  person('U02', '周启明', 'zhouqiming', '销售总监', 'D-SALES', 'U01', 'director'),
  person('U03', '许文静', 'xuwenjing', '市场经理', 'D-MKT', 'U01', 'marketing'),
  person('U04', '高志远', 'gaozhiyuan', '区域经理 苏沪', 'D-SH', 'U02', 'manager'),
  person('U05', '何雨桐', 'heyutong', '区域经理 浙江', 'D-ZJ', 'U02', 'manager'),
  person('U06', '邵军', 'shaojun', '区域经理 皖苏北赣鄂川豫鲁', 'D-ZX', 'U02', 'manager'),
  person('U07', '林晓峰', 'linxiaofeng', '业务员 苏州', 'D-SH', 'U04', 'rep'),
  person('U08', '孙倩', 'sunqian', '业务员 上海', 'D-SH', 'U04', 'rep'),
  person('U09', '王磊', 'wanglei', '业务员 南京', 'D-SH', 'U04', 'rep'),
  person('U10', '刘洋', 'liuyang', '业务员 杭州', 'D-ZJ', 'U05', 'rep'),
  person('U11', '赵文博', 'zhaowenbo', '业务员 宁波温州', 'D-ZJ', 'U05', 'rep'),
  person('U12', '马骁', 'maxiao', '业务员 合肥', 'D-ZX', 'U06', 'rep'),
  person('U13', '徐佳', 'xujia', '售前工程师', 'D-PRE', 'U02', 'presales'),
  person('U14', '郭颖', 'guoying', '财务 应收', 'D-FIN', 'U01', 'finance'),
]

/** Posts and the role that goes with each. */
const posts: [key: string, name: string, role: string, people: string[]][] = [
  ['P-DIR', '销售总监', 'director', ['U02']],
  ['P-MGR', '区域经理', 'manager', ['U04', 'U05', 'U06']],
  ['P-REP', '业务员', 'rep', ['U07', 'U08', 'U09', 'U10', 'U11', 'U12']],
  ['P-PRE', '售前工程师', 'presales', ['U13']],
  ['P-FIN', '应收会计', 'finance', ['U14']],
]

const phoneOf = (key: string): string => `139000000${key.slice(1)}`

export async function organizationDemo(ctx: Ctx, story: Story): Promise<void> {
  const root = await rootDepartment(ctx)
  for (const [index, { key, name, parent }] of departments.entries())
    await insertDepartment(ctx, { id: story.id(key), parentId: parent ? story.id(parent) : root, name, sort: index + 1 })
  const roleIds = new Map((await listRoles(ctx)).map((role) => [role.code, role.id]))
  const { identity } = ctx.services
  const passwordHash = await identity.hashPassword(demoPassword)
  for (const { key, name, username, title, department, manager, role } of demoPeople) {
    const id = story.id(key)
    const userId = await identity.createUser({ name, username, phone: phoneOf(key), phoneVerified: true, passwordHash })
    await identity.addMembership(userId, ctx.tenantId, id)
    await insertMember(ctx, {
      id,
      userId,
      name,
      username,
      phone: phoneOf(key),
      departmentId: story.id(department),
      managerId: manager ? story.id(manager) : null,
      title,
    })
    await giveRole(ctx, id, roleIds.get(role) as string)
  }
  for (const [key, name, role, people] of posts) {
    await insertPost(ctx, { id: story.id(key), name, roleIds: [roleIds.get(role) as string] })
    for (const person of people) await setPost(ctx, story.id(person), story.id(key))
  }
  // When the districts were cut anew, two customers of Nanjing passed on.
  const anew = { id: story.id('HO1'), fromId: story.id('U08'), toId: story.id('U09'), byId: story.id('U15') }
  await insertHandOver(ctx, { ...anew, at: story.at('2026-03-02 10:00'), leaving: false }, [
    { kind: 'account', id: story.id('C09'), name: '南京河西嘉业', moved: true },
    { kind: 'account', id: story.id('C10'), name: '南京宁南宏建装饰', moved: true },
  ])
  await setDepartmentHead(ctx, root, story.id('U01'))
  for (const { key, head } of departments) if (head) await setDepartmentHead(ctx, story.id(key), story.id(head))
  await emitMany(
    ctx,
    demoPeople.map(({ key, role }) => ({
      type: 'member.created',
      subjectId: story.id(key),
      payload: { roles: [role] },
      at: story.at('2026-01-05 09:00'),
      actorId: story.id('U15'),
    })),
  )
  await fieldDemo(ctx, story)
}

async function rootDepartment(ctx: Ctx): Promise<string> {
  const row = await ctx.tx.row(sql<{ id: string }>`select id from department where tenant_id = ${ctx.tenantId} and parent_id is null`)
  if (!row) throw new Error('a company is born with a root department')
  return row.id
}
