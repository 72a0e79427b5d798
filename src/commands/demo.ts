import type { Command } from '../cli.ts'
import { createDemoTenant } from '../demo.ts'
import { say, tenantsOf, withHouse } from './house.ts'

export const demo: Command = {
  usage: 'bin/fieldloop demo',
  options: {},
  run: (args) =>
    withHouse(args, async (house) => {
      if ((await tenantsOf(house)).some((tenant) => tenant.code === 'demo')) {
        process.stdout.write('The demo company is there already.\n')
        return 0
      }
      await createDemoTenant(house, say)
      process.stdout.write('The demo company is loaded.\n')
      return 0
    }),
}
