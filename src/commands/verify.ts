import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { reading } from '#core/db.ts'
import { asSystem } from '#core/jobs.ts'
import { sealEvents, verifyAudit } from '#core/seal.ts'
import type { Command } from '../cli.ts'
import { headsIn } from '../ports.ts'
import { tenantsOf, withHouse } from './house.ts'

export const verify: Command = {
  usage: 'bin/fieldloop verify audit [--tenant CODE] [--heads FILE] [--seal]',
  options: { tenant: { type: 'string' }, heads: { type: 'string' }, seal: { type: 'boolean' } },
  run: (args, [what]) => {
    if (what !== 'audit') throw new Error(verify.usage)
    return withHouse(args, async (house, config) => {
      const file = String(args.heads ?? join(config.dataDir, 'heads.tsv'))
      const heads = headsIn(existsSync(file) ? readFileSync(file, 'utf8') : '')
      let bad = 0
      for (const tenant of (await tenantsOf(house)).filter((one) => !args.tenant || one.code === args.tenant)) {
        if (args.seal) while ((await asSystem(house, tenant.id, 'verify', (ctx) => sealEvents(ctx))) > 0);
        const verdict = await verifyAudit(reading(house.pool, tenant.id), heads.get(tenant.id) ?? [])
        const { firstBad } = verdict
        if (firstBad) bad += 1
        const story = firstBad ? `BAD at seal ${firstBad.seq}, event ${firstBad.eventId || '(none)'}: ${firstBad.why}` : 'intact'
        process.stdout.write(`${tenant.code}: ${verdict.sealed} sealed, ${verdict.unsealed} not sealed yet, ${story}\n`)
      }
      return bad > 0 ? 1 : 0
    })
  },
}
