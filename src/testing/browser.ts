import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a person types where bin/test may not install the browser itself. */
export const installCommand = 'sudo sh -c "apt-get update && apt-get install -y chromium fonts-noto-cjk"'

/** The system's Chromium, or null. Another one by FIELDLOOP_CHROMIUM. */
export function chromium(): string | null {
  const candidates = [process.env.FIELDLOOP_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  return candidates.find((path) => path && existsSync(path)) ?? null
}

/** Without a Chinese font every picture shows boxes and no test would say so. */
function chineseFont(): boolean {
  const list = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' })
  return list.status === 0 && list.stdout.trim() !== ''
}

/** Installs Chromium and a Chinese font where they are missing, this is Debian and we are root. True when both are there in the end. */
export async function ensureBrowser(log: (line: string) => void): Promise<boolean> {
  if (chromium() && chineseFont()) return true
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  log('        installing Chromium and a Chinese font …')
  for (let attempt = 0; attempt < 5; attempt++) {
    // The lists have a lock of their own that apt does not wait for.
    if (attempt) await sleep(10_000)
    if (!(await aptGet('update'))) continue
    if (await aptGet('install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk', 'fontconfig')) break
  }
  return chromium() !== null && chineseFont()
}

function aptGet(...args: string[]): Promise<boolean> {
  return new Promise((done) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const child = spawn('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
    child.once('error', () => done(false))
    child.once('exit', (code) => done(code === 0))
  })
}
