// What a process needs to know to start, from its arguments and environment; nothing else reads process.env.
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import type { OutwardOptions } from './outward.ts'

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
  /** The way out: this installation's public address, vendors reached elsewhere, hosts of the house that may be reached. */
  outward: OutwardOptions
}

export interface S3Config {
  bucket: string
  region: string
  /** Of a store that is not Amazon's (MinIO, OSS, COS); undefined means Amazon's own for the region. */
  endpoint: string | undefined
  key: string
  secret: string
}

/** The bucket files stand in; undefined means the disk. Throws with a sentence when it is only half said. */
export function readS3(env: NodeJS.ProcessEnv = process.env): S3Config | undefined {
  const bucket = env.FIELDLOOP_S3_BUCKET
  if (!bucket) return undefined
  const missing = ['FIELDLOOP_S3_KEY', 'FIELDLOOP_S3_SECRET'].filter((name) => !env[name])
  if (missing.length > 0) throw new Error(`FIELDLOOP_S3_BUCKET needs ${missing.join(' and ')} too`)
  return {
    bucket,
    region: env.FIELDLOOP_S3_REGION ?? 'us-east-1',
    endpoint: env.FIELDLOOP_S3_ENDPOINT,
    key: env.FIELDLOOP_S3_KEY as string,
    secret: env.FIELDLOOP_S3_SECRET as string,
  }
}

/** host:port of a clamd that looks at files; undefined means none does. */
export function readClamd(env: NodeJS.ProcessEnv = process.env): { host: string; port: number } | undefined {
  const place = env.FIELDLOOP_CLAMD
  if (!place) return undefined
  const found = /^(.+):(\d{1,5})$/.exec(place)
  if (!found) throw new Error(`FIELDLOOP_CLAMD takes host:port such as 127.0.0.1:3310, not ${place}`)
  return { host: found[1] as string, port: Number(found[2]) }
}

/** The proxies whose word on where a request comes from counts, as addresses or networks; the machine itself when nothing is said. */
export function readTrustedProxy(env: NodeJS.ProcessEnv = process.env): string {
  const said = env.FIELDLOOP_TRUSTED_PROXY?.trim()
  if (!said) return 'loopback'
  const bad = said.split(',').find((one) => {
    const [address = '', bits, more] = one.trim().split('/')
    const kind = isIP(address)
    return kind === 0 || more !== undefined || (bits !== undefined && !(/^\d+$/.test(bits) && Number(bits) <= (kind === 4 ? 32 : 128)))
  })
  if (bad !== undefined) throw new Error(`FIELDLOOP_TRUSTED_PROXY takes addresses or networks such as 10.0.0.5,10.1.0.0/16, not ${bad}`)
  return said
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
    outward: {
      publicUrl: publicUrl(env.FIELDLOOP_URL, port),
      vendors: vendorsIn(env.FIELDLOOP_VENDORS),
      allow: (env.FIELDLOOP_REACH ?? '').split(/[\s,]+/).filter(Boolean),
    },
  }
}

function publicUrl(text: string | undefined, port: number): string {
  if (text === undefined) return `http://127.0.0.1:${port}`
  if (!URL.canParse(text)) throw new Error(`FIELDLOOP_URL takes an address such as https://sales.example.com, not ${text}`)
  return text.replace(/\/$/, '')
}

/** `wecom=http://127.0.0.1:9001 feishu=…` */
function vendorsIn(text: string | undefined): Record<string, string> {
  return Object.fromEntries(
    (text ?? '')
      .split(/[\s,]+/)
      .filter(Boolean)
      .map((pair) => {
        const at = pair.indexOf('=')
        if (at < 1 || !URL.canParse(pair.slice(at + 1)))
          throw new Error(`FIELDLOOP_VENDORS takes pairs such as wecom=http://127.0.0.1:9001, not ${pair}`)
        return [pair.slice(0, at), pair.slice(at + 1)]
      }),
  )
}
