// What bin/fieldloop runs. Each command is a file of its own; stdout carries the answer alone.
import { parseArgs } from 'node:util'
import { trouble } from './commands/trouble.ts'

export interface Command {
  usage: string
  options: Record<string, { type: 'string' | 'boolean' }>
  /** Returns the exit code. */
  run(args: Record<string, string | boolean>, words: string[]): Promise<number>
}

const common = { data: { type: 'string' } } as const
const commands: Record<string, { about: string; load: () => Promise<Command> }> = {
  start: {
    about: 'serve the console, the phone app, the API and the worker',
    load: async () => (await import('./commands/start.ts')).start,
  },
  worker: { about: 'run the worker alone (needs DATABASE_URL)', load: async () => (await import('./commands/start.ts')).worker },
  migrate: { about: 'bring the database to the newest schema', load: async () => (await import('./commands/migrate.ts')).migrateCommand },
  demo: { about: 'load the demo company', load: async () => (await import('./commands/demo.ts')).demo },
  tenant: {
    about: 'create a tenant; suspend, resume, close, export, import or delete one',
    load: async () => (await import('./commands/tenant.ts')).tenant,
  },
  import: { about: 'import leads from a CSV file', load: async () => (await import('./commands/import.ts')).importCommand },
  evaluate: {
    about: 'hold one engine of the product against a file of your own',
    load: async () => (await import('./commands/evaluate.ts')).evaluate,
  },
  verify: {
    about: 'verify audit: recompute the sealed chain and name the first bad row',
    load: async () => (await import('./commands/verify.ts')).verify,
  },
  bench: { about: 'measure create, get, list and claim on 100,000 leads', load: async () => (await import('../bench/bench.ts')).bench },
}

function usage(): string {
  const lines = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(9)} ${about}`)
  return `bin/fieldloop COMMAND [options]\n\n${lines.join('\n')}\n\nEvery command takes --data DIR (or FIELDLOOP_DATA) and uses DATABASE_URL when it is set.\n`
}

const [name = 'help', ...rest] = process.argv.slice(2)
const entry = commands[name]
if (!entry) {
  process.stderr.write(name === 'help' || name === '--help' ? usage() : `There is no command ${name}.\n\n${usage()}`)
  process.exit(name === 'help' || name === '--help' ? 0 : 2)
}
const command = await entry.load()
try {
  const { values, positionals } = parseArgs({
    args: rest,
    options: { ...common, ...command.options },
    allowPositionals: true,
    strict: true,
  })
  process.exitCode = await command.run(values as Record<string, string | boolean>, positionals)
} catch (error) {
  const { code, message } = error as { code?: string; message: string }
  process.stderr.write(
    code?.startsWith('ERR_PARSE_ARGS')
      ? `${message}\n\n${command.usage}\n`
      : `${process.env.FIELDLOOP_DEBUG ? (error as Error).stack : trouble(error)}\n`,
  )
  process.exitCode = code?.startsWith('ERR_PARSE_ARGS') ? 2 : 1
}
