// The server's log: one file a day, kept for at least the 180 days that the Cybersecurity Law asks for, then removed.
import { appendFile, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

const KEEP_DAYS = 200
// Lines are gathered for a moment: one write a request would cost as much as the answer's own.
const LOG_EVERY_MS = 200

export interface Log {
  write: (line: Record<string, unknown>) => void
  end: () => Promise<void>
}

/** Writes to `server-YYYY-MM-DD.log` in the folder; `now` is real time, whatever the company's clock says. */
export function logTo(dataDir: string, now: () => Date = () => new Date()): Log {
  let waiting = ''
  let timer: NodeJS.Timeout | undefined
  let day = ''
  let writing: Promise<void> = Promise.resolve()
  const flush = (): void => {
    timer = undefined
    const text = waiting
    const today = now().toISOString().slice(0, 10)
    waiting = ''
    writing = writing
      .then(async () => {
        if (today !== day) {
          await mkdir(dataDir, { recursive: true })
          await removeOld(dataDir, today)
          day = today
        }
        if (text) await appendFile(join(dataDir, `server-${today}.log`), text)
      })
      .catch((error: Error) => void process.stderr.write(`The log cannot be written: ${error.message}\n`))
  }
  return {
    write(line) {
      waiting += `${JSON.stringify({ at: now().toISOString(), ...line })}\n`
      timer ??= setTimeout(flush, LOG_EVERY_MS)
    },
    async end() {
      clearTimeout(timer)
      flush()
      await writing
    },
  }
}

async function removeOld(folder: string, today: string): Promise<void> {
  const oldest = new Date(Date.parse(today) - KEEP_DAYS * 86_400_000).toISOString().slice(0, 10)
  for (const name of await readdir(folder)) {
    const of = /^server-(\d{4}-\d{2}-\d{2})\.log$/.exec(name)?.[1]
    if (of && of < oldest) await rm(join(folder, name))
  }
}
