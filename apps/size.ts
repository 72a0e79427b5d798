// How much JavaScript stands between a person and the first screen, gzipped. `node apps/size.ts`
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

type Chunk = { file: string; src?: string; isEntry?: boolean; imports?: string[]; dynamicImports?: string[] }

export type AppName = 'console' | 'mobile'

/** kB (1,000 bytes) of gzipped JavaScript. */
export const limits: Record<AppName, number> = { console: 400, mobile: 165 }

/** The screen each app opens on; counted with the entry as soon as it exists. */
const firstScreens = /^src\/[a-z]+\/Today\.tsx$/

/** Files of the entry, of the first screen and of all they import statically, with their gzipped bytes. */
export function firstScreen(app: AppName): { file: string; bytes: number }[] {
  const dist = fileURLToPath(new URL(`../dist/${app}/`, import.meta.url))
  const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8')) as Record<string, Chunk>
  const files = new Set<string>()
  const take = (key: string): void => {
    const chunk = manifest[key]
    if (!chunk || files.has(chunk.file)) return
    if (chunk.file.endsWith('.js')) files.add(chunk.file)
    for (const next of chunk.imports ?? []) take(next)
  }
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry || firstScreens.test(key)) take(key)
  if (files.size === 0) throw new Error(`dist/${app} has no entry: build it first`)
  return [...files].map((file) => ({ file, bytes: gzipSync(readFileSync(join(dist, file)), { level: 9 }).length }))
}

/** Sum in kB. */
export function firstScreenKb(app: AppName): number {
  return firstScreen(app).reduce((sum, { bytes }) => sum + bytes, 0) / 1000
}

/** Names of packages found in the first screen's code that must come later: charts, maps, the offline database. */
export function tooEarly(app: AppName): string[] {
  const dist = fileURLToPath(new URL(`../dist/${app}/`, import.meta.url))
  const code = firstScreen(app).map(({ file }) => readFileSync(join(dist, file), 'utf8'))
  const marks = { echarts: '"echarts"', leaflet: 'leaflet-container', maplibre: 'maplibregl', dexie: 'DexieError', zod: 'ZodError' }
  return Object.entries(marks).flatMap(([name, mark]) => (code.some((text) => text.includes(mark)) ? [name] : []))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const app of ['console', 'mobile'] as const) {
    for (const { file, bytes } of firstScreen(app)) console.log(`${app.padEnd(8)} ${(bytes / 1000).toFixed(1).padStart(7)} kB  ${file}`)
    console.log(`${app.padEnd(8)} ${firstScreenKb(app).toFixed(1).padStart(7)} kB  of ${limits[app]}`)
  }
}
