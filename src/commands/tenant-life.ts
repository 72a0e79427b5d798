// What an operator does with a tenant that is there: suspend, resume, close, put on a plan, export, import, delete.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { archivesIn, exportTenant } from '#core/tenant-archive.ts'
import { eraseTenant } from '#core/tenant-erase.ts'
import { importTenant } from '#core/tenant-import.ts'
import { putOnPlan, turnTenant } from '#modules/organization/index.ts'
import type { Database } from '../database.ts'
import type { OpenHouse } from '../main.ts'
import { chosenTenant } from './house.ts'

type Args = Record<string, string | boolean>
interface Told {
  house: OpenHouse
  database: Database
  dataDir: string
  args: Args
  words: string[]
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const codeIn = ({ words: [code] }: Told, usage: string): string => {
  if (!code) throw new Error(`bin/fieldloop tenant ${usage}`)
  return code
}

/** The commands by their word; each prints one answer. */
export const lifeCommands: Record<string, { usage: string; run: (told: Told) => Promise<void> }> = {
  suspend: turn('suspend', 'is read-only now: its people read, and write nothing'),
  resume: turn('resume', 'is open again'),
  close: turn('close', 'is closed: nobody of it can sign in'),
  plan: {
    usage: 'plan CODE PLAN',
    async run(told) {
      const [code, plan] = told.words
      if (!code || !plan) throw new Error('bin/fieldloop tenant plan CODE PLAN')
      await chosenTenant(told.house, code)
      await putOnPlan(told.house, code, plan)
      say(`Tenant ${code} is on the plan ${plan}.`)
    },
  },
  export: {
    usage: 'export CODE --to FILE',
    async run(told) {
      const code = codeIn(told, 'export CODE --to FILE')
      const tenant = await chosenTenant(told.house, code)
      const path = resolve(String(told.args.to ?? `${code}.fieldloop.tar.gz`))
      const { identity, objects } = told.house.services()
      const source = { pool: told.house.pool, identityPool: identity.pool, objects }
      const manifest = await exportTenant(source, tenant.id, path, told.house.clock.now())
      const rows = Object.values(manifest.tables).reduce((sum, table) => sum + table.rows, 0)
      say(`Tenant ${code}: ${rows} rows of ${Object.keys(manifest.tables).length} tables in ${path}`)
    },
  },
  import: {
    usage: 'import FILE',
    async run({ house, database, words: [file] }) {
      if (!file) throw new Error('bin/fieldloop tenant import FILE')
      const manifest = await asOwner(database, (owner) => importTenant(owner, house.services().objects, resolve(file)))
      const rows = Object.values(manifest.tables).reduce((sum, table) => sum + table.rows, 0)
      say(`Tenant ${manifest.tenant.code} is here with ${rows} rows. Its people sign in as before.`)
      if (manifest.withoutPassword.length > 0)
        say(`These belong to other companies too; an admin gives them a new password here: ${manifest.withoutPassword.join(', ')}`)
    },
  },
  delete: {
    usage: 'delete CODE --confirm CODE [--certificate FILE]',
    async run(told) {
      const code = codeIn(told, 'delete CODE --confirm CODE')
      const { house, database, dataDir, args } = told
      const tenant = await chosenTenant(house, code)
      if (args.confirm !== code)
        throw new Error(`Deleting cannot be undone. Say it twice: bin/fieldloop tenant delete ${code} --confirm ${code}`)
      const path = resolve(String(args.certificate ?? `${code}.deleted.json`))
      if (existsSync(path)) throw new Error(`There is a file ${path} already; name another one with --certificate.`)
      const { id, name } = tenant
      const certificate = await asOwner(database, (owner) =>
        eraseTenant(owner, house.services().objects, { id, code, name }, house.clock.now()),
      )
      forgetHeads(dataDir, tenant.id)
      rmSync(archivesIn(dataDir), { recursive: true, force: true })
      writeFileSync(path, `${JSON.stringify(certificate, null, 1)}\n`)
      const rows = Object.values(certificate.tables).reduce((sum, table) => sum + table.rows, 0)
      say(
        `Tenant ${code} is deleted: ${rows} rows, ${certificate.files.count} files; ${certificate.search.hits} hits in what remains. ${path}`,
      )
    },
  },
}

function turn(word: 'suspend' | 'resume' | 'close', done: string): (typeof lifeCommands)[string] {
  return {
    usage: `${word} CODE`,
    async run(told) {
      const code = codeIn(told, `${word} CODE`)
      await chosenTenant(told.house, code)
      await turnTenant(told.house, code, word)
      say(`Tenant ${code} ${done}.`)
    },
  }
}

async function asOwner<T>(database: Database, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: database.ownerUrl, application_name: 'fieldloop-tenant' })
  await owner.connect()
  try {
    return await work(owner)
  } finally {
    await owner.end()
  }
}

/** Published heads name their tenant; they go with it. */
function forgetHeads(dataDir: string, tenantId: string): void {
  const file = join(dataDir, 'heads.tsv')
  if (!existsSync(file)) return
  const lines = readFileSync(file, 'utf8').split('\n')
  writeFileSync(file, lines.filter((line) => !line.includes(tenantId)).join('\n'))
}
