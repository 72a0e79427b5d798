import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { importFromFile } from '#modules/imports/index.ts'
import type { Command } from '../cli.ts'
import { createDemoTenant } from '../demo.ts'
import { chosenTenant, say, tenantsOf, withHouse } from './house.ts'

/** Words of the command line to kinds of imports. */
const KINDS: Record<string, string> = { leads: 'lead' }

export const importCommand: Command = {
  usage: 'bin/fieldloop import leads FILE.csv [--mapping MAP.json] [--dry-run | --commit] [--json] [--tenant CODE]',
  options: {
    mapping: { type: 'string' },
    'dry-run': { type: 'boolean' },
    commit: { type: 'boolean' },
    json: { type: 'boolean' },
    tenant: { type: 'string' },
  },
  run: (args, [what, file]) => {
    const kind = what && KINDS[what]
    if (!kind || !file || (args.commit && args['dry-run'])) throw new Error(importCommand.usage)
    const bytes = readFileSync(file)
    const mapping = args.mapping ? mappingIn(String(args.mapping)) : undefined
    return withHouse(args, async (house, config) => {
      if (!config.databaseUrl && !args.tenant && (await tenantsOf(house)).length === 0) await createDemoTenant(house, say)
      const tenant = await chosenTenant(house, args.tenant as string | undefined)
      const fates = await importFromFile(house, tenant.id, {
        kind,
        bytes,
        fileName: basename(file),
        mapping,
        commit: args.commit === true,
        onProgress: (done, total) => done % 1000 === 0 && say(`${done} of ${total} rows`),
      })
      const rows = fates.map(({ reason, ...row }) => ({ ...row, reason: reason && house.say('zh-CN', reason.code, reason.params) }))
      process.stdout.write(args.json ? `${JSON.stringify({ rows })}\n` : table(rows, args.commit === true))
      return 0
    })
  },
}

/** What `--mapping` names: lead field to column heading. Throws a sentence where the file holds anything else. */
export function mappingIn(file: string): Record<string, string> {
  const text = readFileSync(file, 'utf8')
  let mapping: unknown
  try {
    mapping = JSON.parse(text)
  } catch (error) {
    throw new Error(`${file} is no JSON: ${(error as Error).message}`)
  }
  const fits = mapping !== null && typeof mapping === 'object' && !Array.isArray(mapping)
  if (!fits || !Object.values(mapping as object).every((heading) => typeof heading === 'string'))
    throw new Error(`${file} must name columns: {"name": "公司名称", "phone": "电话"}.`)
  return mapping as Record<string, string>
}

function table(rows: { line: number; fate: string; reason?: string | null }[], committed: boolean): string {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(row.fate, (counts.get(row.fate) ?? 0) + 1)
  const lines = rows.map((row) => `${String(row.line).padStart(6)}  ${row.fate.padEnd(10)} ${row.reason ?? ''}`.trimEnd())
  const sum = [...counts].map(([fate, count]) => `${count} ${fate}`).join(', ')
  return `${lines.join('\n')}\n${rows.length} rows: ${sum}. ${committed ? 'Written.' : 'A dry run: nothing is written. Add --commit.'}\n`
}
