// What a process needs to know to start, from its arguments and environment; nothing else reads process.env.
import { resolve } from 'node:path'

export interface Config {
  port: number
  dataDir: string
  /** The owner's URL of an outside PostgreSQL; undefined means the embedded one. */
  databaseUrl: string | undefined
  /** Connection for LISTEN when a pooler stands before the database. */
  directUrl: string | undefined
  /** Load the demo company and print its logins. */
  demo: boolean
  /** Fixed clock for tests, ISO. */
  clock: string | undefined
}

/** Throws an Error with a sentence when a value makes no sense. */
export function readConfig(args: Record<string, string | boolean>, env: NodeJS.ProcessEnv = process.env): Config {
  const port = Number(args.port ?? env.PORT ?? 8640)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port takes a number from 0 to 65535, not ${String(args.port ?? env.PORT)}`)
  if (env.FIELDLOOP_CLOCK && Number.isNaN(Date.parse(env.FIELDLOOP_CLOCK)))
    throw new Error(`FIELDLOOP_CLOCK takes an instant such as 2026-11-23T08:30:00+08:00, not ${env.FIELDLOOP_CLOCK}`)
  return {
    port,
    dataDir: resolve(String(args.data ?? env.FIELDLOOP_DATA ?? '.data')),
    databaseUrl: env.DATABASE_URL,
    directUrl: env.DATABASE_DIRECT_URL,
    demo: args.demo === true || env.DATABASE_URL === undefined,
    clock: env.FIELDLOOP_CLOCK,
  }
}
