import { randomBytes } from 'node:crypto'
import { createTenant } from '#modules/organization/index.ts'
import type { Command } from '../cli.ts'
import { standardRoles } from '../rooms.ts'
import { withHouse } from './house.ts'

export const tenant: Command = {
  usage: 'bin/fieldloop tenant CODE --name NAME --admin LOGIN [--admin-name NAME] [--phone PHONE] [--password PASSWORD]',
  options: {
    name: { type: 'string' },
    admin: { type: 'string' },
    'admin-name': { type: 'string' },
    phone: { type: 'string' },
    password: { type: 'string' },
  },
  run: (args, [code]) => {
    const { name, admin } = args as Record<string, string>
    if (!code || !name || !admin) throw new Error(tenant.usage)
    return withHouse(args, async (house) => {
      const password = String(args.password ?? randomBytes(12).toString('base64url'))
      try {
        await createTenant(house, {
          code,
          name,
          admin: { name: String(args['admin-name'] ?? '管理员'), username: admin, phone: (args.phone as string) ?? null, password },
          roles: standardRoles(),
        })
      } catch (error) {
        throw new Error(
          house.say('en', (error as { code: string }).code, (error as { data?: Record<string, unknown> }).data) || String(error),
        )
      }
      process.stdout.write(
        `Tenant ${code} is ready. ${admin} signs in with ${args.password ? 'the password given' : `password ${password} (shown once)`}.\n`,
      )
      return 0
    })
  },
}
