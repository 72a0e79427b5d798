// What the galleries of both apps need: the story's clock and a person. Development only, never part of a build.
import { holdClock } from './clock.ts'
import { type SessionPort, startSession } from './session.ts'

const NOW = '2026-11-23T00:30:00.000Z'

const port: SessionPort = {
  load: async () => ({
    memberId: '019392d8-0000-7000-8000-000000000007',
    name: '林晓峰',
    title: '资深销售',
    department: '苏州',
    locale: 'zh-CN',
    roles: ['rep'],
    secondFactorDue: false,
    permissions: {},
    tenant: {
      id: '019392d8-0000-7000-8000-000000000001',
      code: 'chengling',
      name: '澄岭建材科技',
      timeZone: 'Asia/Shanghai',
      demo: true,
      state: 'active',
    },
    now: NOW,
    clockFixed: true,
  }),
  signIn: async () => {
    throw new Error('the gallery has no door')
  },
  signOut: async () => {},
}

/** The clock of the story and its senior rep. */
export async function startStory(): Promise<void> {
  holdClock(NOW)
  await startSession(port)
}

/** Instant so many minutes from the story's now. */
export function inMinutes(minutes: number): string {
  return new Date(Date.parse(NOW) + minutes * 60_000).toISOString()
}
