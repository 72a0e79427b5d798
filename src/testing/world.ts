// A world for tests: a house over a database of the test file's own, tenants with people in it, a clock that obeys.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { fixedClock } from '#core/clock.ts'
import type { Actor, Ctx, Scope } from '#core/context.ts'
import { reading, writing } from '#core/db.ts'
import { openHttp } from '#core/http.ts'
import { uuidv7 } from '#core/ids.ts'
import { asSystem } from '#core/jobs.ts'
import type { OutwardOptions } from '#core/outward.ts'
import { routerOf } from '#core/routes.ts'
import type { Sms } from '#core/sms.ts'
import { insertDepartment, setDepartmentHead } from '#modules/organization/department.store.ts'
import { createTenant, loadMember } from '#modules/organization/index.ts'
import { insertMember } from '#modules/organization/member.store.ts'
import { giveRole, insertRole } from '#modules/organization/role.store.ts'
import { serveCallbacks } from '../callbacks.ts'
import { openHouse } from '../main.ts'
import { rooms, standardRoles } from '../rooms.ts'
import { testDatabase } from './database.ts'

/** The story's morning: Monday 2026-11-23 08:30 +08:00. */
export const STORY_NOW = '2026-11-23T00:30:00.000Z'
export const PASSWORD = 'fieldloop-test'

export const allPermissions = (scope: Scope = 'all'): Record<string, Scope> =>
  Object.fromEntries(rooms.flatMap((room) => Object.keys(room.permissions)).map((key) => [key, scope]))

export interface Person {
  id: string
  userId: string
  username: string
  departmentId: string
}

export type World = Awaited<ReturnType<typeof openWorld>>
export type Company = Awaited<ReturnType<World['company']>>

/** Call it at the top level of a test file; everything is closed after the file's last test. `from`: a database and a data folder to copy. */
export async function openWorld(now = STORY_NOW, from?: { template: string; dataDir: string }, outward?: OutwardOptions) {
  const db = await testDatabase(from?.template)
  const dataDir = mkdtempSync(join(tmpdir(), 'fieldloop-world-'))
  if (from) cpSync(from.dataDir, dataDir, { recursive: true })
  const clock = fixedClock(now)
  /** Short messages that left the house. */
  const sent: Sms[] = []
  /** Thrown instead of carrying one, until it is null again. */
  const carrier: { trouble: Error | null } = { trouble: null }
  const house = openHouse({
    urls: { app: db.appUrl, auth: db.authUrl, worker: db.workerUrl },
    dataDir,
    clock,
    poolSize: 6,
    outward,
    sms: async (sms) => {
      if (carrier.trouble) throw carrier.trouble
      sent.push(sms)
      return `sms-${sent.length}`
    },
  })
  let http: FastifyInstance | undefined
  after(async () => {
    await http?.close()
    await house.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const passwordHash = await house.services().identity.hashPassword(PASSWORD)
  const app = (): FastifyInstance => {
    if (http) return http
    http = openHttp({
      router: routerOf(house, rooms),
      identity: house.services().identity,
      live: house.services().live,
      say: house.say,
      now: () => house.clock.now(),
      log: () => {},
      ready: async () => true,
    })
    serveCallbacks(http, house)
    return http
  }

  /** A fresh tenant with one admin. */
  async function company(code = `t${uuidv7().slice(-12)}`) {
    const admin = { name: '管理员', username: `admin-${code}`, passwordHash }
    const born = await createTenant(house, { code, name: `公司 ${code}`, admin, roles: standardRoles() })
    const { tenantId } = born
    const system = <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> => asSystem(house, tenantId, 'test', work)

    const department = (name: string, parentId: string = born.rootDepartmentId): Promise<string> =>
      system(async (ctx) => {
        const id = uuidv7()
        await insertDepartment(ctx, { id, parentId, name, sort: 1 })
        return id
      })

    /** A member with one role made of `permissions`; `head` makes him head of his department. */
    async function member(
      name: string,
      permissions: Record<string, Scope>,
      more: { departmentId?: string; managerId?: string; head?: boolean; role?: string } = {},
    ): Promise<Person> {
      const person: Person = {
        id: uuidv7(),
        userId: '',
        username: `u${uuidv7().slice(-12)}`,
        departmentId: more.departmentId ?? born.rootDepartmentId,
      }
      person.userId = await house.services().identity.createUser({ name, username: person.username, passwordHash })
      await house.services().identity.addMembership(person.userId, tenantId, person.id)
      await system(async (ctx) => {
        const roleId = uuidv7()
        await insertRole(ctx, { id: roleId, code: more.role ?? `role-${roleId.slice(-12)}`, name, permissions })
        await insertMember(ctx, { ...person, name, phone: null, managerId: more.managerId ?? null, title: '' })
        await giveRole(ctx, person.id, roleId)
        if (more.head) await setDepartmentHead(ctx, person.departmentId, person.id)
      })
      return person
    }

    async function actorOf(person: { id: string; userId: string }): Promise<Actor> {
      const actor = await loadMember(reading(house.pool, tenantId), person.id, person.userId)
      if (!actor) throw new Error('no such member')
      return actor
    }

    /** One transaction of this person, as the route would run it (the route's permission check is not part of it). */
    async function as<T>(person: { id: string; userId: string }, work: (ctx: Ctx) => Promise<T>): Promise<T> {
      const actor = await actorOf(person)
      const later: (() => void)[] = []
      const result = await writing(house.pool, tenantId, (tx) =>
        work({
          tx,
          tenantId,
          actor,
          now: clock.now(),
          requestId: 'test',
          afterCommit: (act) => void later.push(act),
          services: house.services(),
        }),
      )
      for (const act of later) act()
      return result
    }

    return {
      tenantId,
      admin: { id: born.adminId, userId: '', username: admin.username, departmentId: born.rootDepartmentId } satisfies Person,
      rootDepartmentId: born.rootDepartmentId,
      department,
      member,
      as,
      system,
      actorOf,
    }
  }

  /** Signs a person in over HTTP; returns a caller that sends his cookie. */
  async function browser(person: { username: string; password?: string }, headers: Record<string, string> = {}) {
    const answer = await app().inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { login: person.username, password: person.password ?? PASSWORD },
    })
    if (answer.statusCode !== 200) throw new Error(`sign-in failed: ${answer.body}`)
    const cookie = [answer.headers['set-cookie']]
      .flat()
      .map((line) => String(line).split(';')[0])
      .join('; ')
    return async (
      method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
      path: string,
      payload?: object,
      more: Record<string, string> = {},
    ) => {
      const response = await app().inject({
        method,
        url: `/api/v1${path}`,
        headers: { cookie, ...headers, ...more },
        ...(payload ? { payload } : {}),
      })
      const json = String(response.headers['content-type']).includes('json') && response.body ? JSON.parse(response.body) : null
      return { status: response.statusCode, body: json, headers: response.headers, raw: response.rawPayload }
    }
  }

  return { db, house, clock, dataDir, app, company, browser, sent, carrier }
}
