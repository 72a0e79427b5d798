// Builds both apps into dist/ when what they are made of has changed. `node apps/build.ts [--force]`
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'dist', 'apps.stamp')
const targets = ['console', 'mobile'] as const

/** Every file that can change what a browser gets: the apps, the locked packages, and what the apps may import of the server. */
export function sources(): string[] {
  const files = ['package.json', 'package-lock.json', 'src/contract.ts']
  walk('apps', (path) => !/\.test\.tsx?$|\/gallery|\/(look|build|size)\.ts$/.test(path), files)
  walk('src/core', (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'), files)
  walk('src/modules', (path) => /\.(contract|rule|messages)\.ts$/.test(path), files)
  return files.sort()
}

function walk(folder: string, take: (path: string) => boolean, into: string[]): void {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) walk(path, take, into)
    else if (take(path)) into.push(path)
  }
}

/** One digest over names and contents. */
export function digest(files: string[]): string {
  const hash = createHash('sha256')
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  return hash.digest('hex')
}

/** Builds what is stale. Throws with the bundler's words when a build fails; then the next start tries again. */
export async function buildApps(force = false): Promise<'fresh' | 'built'> {
  const now = digest(sources())
  const whole = targets.every((target) => existsSync(join(root, 'dist', target, 'index.html')))
  if (!force && whole && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return 'fresh'
  rmSync(stamp, { force: true })
  for (const target of targets) {
    const started = Date.now()
    process.stderr.write(`building the ${target === 'console' ? 'console' : 'phone app'} … `)
    await vite(target)
    process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`)
  }
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(stamp, now)
  return 'built'
}

function vite(target: string): Promise<void> {
  const bin = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const child = spawn(process.execPath, [bin, 'build', '--config', join('apps', target, 'vite.config.ts'), '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${relative(root, bin)} failed for ${target}:\n${said}`))))
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  buildApps(process.argv.includes('--force')).catch((error) => {
    process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`)
    process.exitCode = 1
  })
}
