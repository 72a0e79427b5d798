// A process of its own, at the world's clock; a worker relays and sweeps the messages once. A test kills it on the way.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { OutwardOptions } from '#core/outward.ts'
import type { World } from './world.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Does some work in a process that has the house open as `house`; the work is code. */
export function startAside(world: World, outward: OutwardOptions, work: string): ChildProcess {
  const { appUrl: app, authUrl: auth, workerUrl } = world.db
  const options = { urls: { app, auth, worker: workerUrl }, dataDir: world.dataDir, outward }
  const code = `
    const { openHouse } = await import(${JSON.stringify(`${root}src/main.ts`)})
    const { fixedClock } = await import(${JSON.stringify(`${root}src/core/clock.ts`)})
    const house = openHouse({ ...${JSON.stringify(options)}, clock: fixedClock(${JSON.stringify(world.clock.now().toISOString())}) })
    ${work}
    await house.close()`
  return spawn(process.execPath, ['--input-type=module', '-e', code], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
}

export const startWorker = (world: World, tenantId: string, outward: OutwardOptions): ChildProcess =>
  startAside(
    world,
    outward,
    `await house.relay.drain(${JSON.stringify(tenantId)})
    await house.services().jobs.runNow('message.send', ${JSON.stringify(tenantId)})`,
  )

export const ended = async (child: ChildProcess): Promise<void> =>
  void (child.exitCode === null && child.signalCode === null && (await once(child, 'exit')))

/** A stand-in of a vendor that can be told to do something before it answers a call. */
interface Vendor {
  beforeAnswer(act: ((path: string) => Promise<void>) | null): void
}

/** The process dies when the vendor has taken a call of this path and has not answered it yet; waits until it has. */
export async function diesAt(vendor: Vendor, path: string, child: ChildProcess): Promise<void> {
  vendor.beforeAnswer(async (asked) => {
    if (asked !== path) return
    vendor.beforeAnswer(null)
    child.kill('SIGKILL')
    await ended(child)
  })
  await ended(child)
  vendor.beforeAnswer(null)
  if (child.signalCode !== 'SIGKILL') throw new Error(`it should have died at ${path}`)
}
