// Before the first journey: the demo company is told once, so that no journey waits for it again.
import { rmSync } from 'node:fs'
import { startServer, TOLD } from './server.ts'

export default async function tellOnce(): Promise<() => void> {
  const { dataDir, halt } = await startServer('2026-11-23T08:30:00+08:00')
  await halt()
  process.env[TOLD] = dataDir
  return () => rmSync(dataDir, { recursive: true, force: true })
}
