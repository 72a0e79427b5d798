// What a company may keep on each plan. No number: no limit.
export const limitedThings = ['members', 'leads', 'storageMb'] as const
export type Limited = (typeof limitedThings)[number]

export const plans = {
  trial: { members: 5, leads: 500, storageMb: 500 },
  team: { members: 30, leads: 50_000, storageMb: 20_000 },
  business: { members: 300, leads: 1_000_000, storageMb: 500_000 },
  unlimited: {},
} as const satisfies Record<string, Partial<Record<Limited, number>>>
export type PlanName = keyof typeof plans

/** The limit of a plan; null where there is none, and for a plan that is no longer offered. */
export function limitOf(plan: string, what: Limited): number | null {
  const limits: Partial<Record<Limited, number>> = (plans as Record<string, Partial<Record<Limited, number>>>)[plan] ?? {}
  return limits[what] ?? null
}

/** True when `adding` more still fit. */
export const fits = (limit: number | null, used: number, adding: number): boolean => limit === null || used + adding <= limit
