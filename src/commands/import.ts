import { readFileSync } from 'node:fs'
import { importLeads } from '#modules/leads/index.ts'
import type { Command } from '../cli.ts'
import { createDemoTenant } from '../demo.ts'
import { chosenTenant, say, tenantsOf, withHouse } from './house.ts'

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
    if (what !== 'leads' || !file || (args.commit && args['dry-run'])) throw new Error(importCommand.usage)
    const bytes = readFileSync(file)
    const mapping = args.mapping ? (JSON.parse(readFileSync(String(args.mapping), 'utf8')) as Record<string, string>) : undefined
    return withHouse(args, async (house, config) => {
      if (!config.databaseUrl && !args.tenant && (await tenantsOf(house)).length === 0) await createDemoTenant(house, say)
      const tenant = await chosenTenant(house, args.tenant as string | undefined)
      const rows = await importLeads(house, tenant.id, bytes, {
        mapping,
        commit: args.commit === true,
        onProgress: (done, total) => done % 1000 === 0 && say(`${done} of ${total} rows`),
      })
      process.stdout.write(args.json ? `${JSON.stringify({ rows })}\n` : table(rows, args.commit === true))
      return 0
    })
  },
}

function table(rows: { line: number; fate: string; reason?: string | null }[], committed: boolean): string {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(row.fate, (counts.get(row.fate) ?? 0) + 1)
  const lines = rows.map((row) => `${String(row.line).padStart(6)}  ${row.fate.padEnd(10)} ${row.reason ?? ''}`.trimEnd())
  const sum = [...counts].map(([fate, count]) => `${count} ${fate}`).join(', ')
  return `${lines.join('\n')}\n${rows.length} rows: ${sum}. ${committed ? 'Written.' : 'A dry run: nothing is written. Add --commit.'}\n`
}
