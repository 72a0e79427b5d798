// 企业微信 as a directory. Written from the pages of its developer centre on access_token, department/simplelist, department/get
// and user/list. It answers errors with HTTP 200 and an errcode; the token stands in the query, so no address is ever told.
import { refuse } from '#core/refuse.ts'
import type { OuterDepartment, OuterDirectory, OuterPerson } from './directory.rule.ts'

type Answer = { errcode?: number } & Record<string, unknown>
type Credentials = { corpId: string; secret: string }

const PATIENCE_MS = 10_000
const TOKEN_DEAD = [40014, 42001]
/** The system is busy: the two codes that are worth a second try. */
const BUSY = [-1, 45033]

async function ask(base: string, path: string, query: Record<string, string>): Promise<Answer> {
  const url = new URL(`${base}/cgi-bin/${path}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'error' })
    return (await response.json()) as Answer
  } catch {
    // Neither the reason nor the address: both may hold the token.
    throw refuse('directory.unreachable')
  }
}

async function good(asked: () => Promise<Answer>): Promise<Answer> {
  let answer = await asked()
  if (BUSY.includes(answer.errcode ?? 0)) answer = await asked()
  if (answer.errcode !== 0) throw refuse('directory.refused', { code: answer.errcode ?? 'none' })
  return answer
}

/** One token serves the whole comparison; a dead one is replaced once. */
function callerOf(base: string, { corpId, secret }: Credentials) {
  let token = ''
  const fresh = async (): Promise<void> => {
    const answer = await good(() => ask(base, 'gettoken', { corpid: corpId, corpsecret: secret }))
    token = String(answer.access_token)
  }
  return async (path: string, query: Record<string, string>): Promise<Answer> => {
    if (!token) await fresh()
    const first = await ask(base, path, { access_token: token, ...query })
    if (!TOKEN_DEAD.includes(first.errcode ?? 0))
      return await good(async () => (BUSY.includes(first.errcode ?? 0) ? ask(base, path, { access_token: token, ...query }) : first))
    await fresh()
    return await good(() => ask(base, path, { access_token: token, ...query }))
  }
}

type Listed = { id: number; parentid: number; order?: number }
type User = {
  userid: string
  name?: string
  position?: string
  department?: number[]
  main_department?: number
  direct_leader?: string[]
  status?: number
}

/** Status 1 is active, 4 not signed in yet; 2 is forbidden, 5 has left. */
const isHere = (status: number | undefined): boolean => status === undefined || status === 1 || status === 4

export function wecomDirectory(base: string): (credentials: Credentials) => Promise<OuterDirectory> {
  return async (credentials) => {
    const call = callerOf(base, credentials)
    const listed = ((await call('department/simplelist', {})).department_id ?? []) as Listed[]
    const departments: OuterDepartment[] = []
    const people = new Map<string, OuterPerson>()
    for (const { id, parentid } of listed.sort((a, b) => (b.order ?? 0) - (a.order ?? 0))) {
      const named = (await call('department/get', { id: String(id) })).department as { name?: string } | undefined
      departments.push({ externalId: String(id), parentExternalId: parentid ? String(parentid) : null, name: named?.name ?? String(id) })
      const users = ((await call('user/list', { department_id: String(id) })).userlist ?? []) as User[]
      for (const user of users) people.set(user.userid, personOf(user, id))
    }
    return { departments, people: [...people.values()] }
  }
}

const personOf = (user: User, seenIn: number): OuterPerson => ({
  externalId: user.userid,
  name: (user.name || user.userid).slice(0, 40),
  title: (user.position ?? '').slice(0, 40),
  departmentExternalId: String(user.main_department ?? user.department?.[0] ?? seenIn),
  managerExternalId: user.direct_leader?.[0] ?? null,
  active: isHere(user.status),
})
