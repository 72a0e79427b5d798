import { readConfig } from '#core/config.ts'
import type { Command } from '../cli.ts'
import { openDatabase } from '../database.ts'
import { say } from './house.ts'

export const migrateCommand: Command = {
  usage: 'bin/fieldloop migrate',
  options: {},
  async run(args) {
    const database = await openDatabase(readConfig(args), say)
    await database.stop()
    process.stdout.write('The database has the newest schema.\n')
    return 0
  },
}
