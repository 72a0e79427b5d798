import { randomBytes } from 'node:crypto'
import { createTenant } from '#modules/organization/index.ts'
import type { Command } from '../cli.ts'
import { standardRoles } from '../rooms.ts'
import { withHouse } from './house.ts'
import { lifeCommands } from './tenant-life.ts'

const verbs = Object.values(lifeCommands).map(({ usage }) => `       bin/fieldloop tenant ${usage}`)

export const tenant: Command = {
  usage: [
    'bin/fieldloop tenant CODE --name NAME --admin LOGIN [--admin-name NAME] [--phone PHONE] [--password PASSWORD] [--plan PLAN]',
    ...verbs,
  ].join('\n'),
  options: {
    name: { type: 'string' },
    admin: { type: 'string' },
    'admin-name': { type: 'string' },
    phone: { type: 'string' },
    password: { type: 'string' },
    plan: { type: 'string' },
    to: { type: 'string' },
    confirm: { type: 'string' },
    certificate: { type: 'string' },
  },
  run: (args, words) => {
    const [first = '', ...rest] = words
    const life = args.name === undefined ? lifeCommands[first] : undefined
    const { name, admin } = args as Record<string, string>
    if (!life && !(first && name && admin)) throw new Error(tenant.usage)
    return withHouse(args, async (house, config, database) => {
      try {
        if (life) await life.run({ house, database, dataDir: config.dataDir, args, words: rest })
        else await create(house, first, args as Record<string, string>)
      } catch (error) {
        const { code, data } = error as { code?: string; data?: Record<string, unknown> }
        const sentence = code ? house.say('en', code, data) : undefined
        throw sentence && sentence !== code ? new Error(sentence) : error
      }
      return 0
    })
  },
}

async function create(house: Parameters<Parameters<typeof withHouse>[1]>[0], code: string, args: Record<string, string>): Promise<void> {
  const password = args.password ?? randomBytes(12).toString('base64url')
  const username = args.admin as string
  await createTenant(house, {
    code,
    name: args.name as string,
    admin: { name: args['admin-name'] ?? '管理员', username, phone: args.phone ?? null, password, given: args.password === undefined },
    roles: standardRoles(),
    ...(args.plan ? { plan: args.plan } : {}),
  })
  process.stdout.write(
    `Tenant ${code} is ready. ${username} signs in with ${args.password ? 'the password given' : `password ${password} (shown once)`}.\n`,
  )
}
