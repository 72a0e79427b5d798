// 工作日历: the default working week. Days off and make-up days stand in the calendar, hours never cut a clock.
export type WorkHours = {
  /** ISO weekdays that are worked: 1 Monday … 7 Sunday. */
  weekdays: number[]
  /** `HH:MM` in the company's zone: the default duty window. */
  workFrom: string
  workTo: string
}
export const workHoursDefaults: WorkHours = { weekdays: [1, 2, 3, 4, 5], workFrom: '09:00', workTo: '18:00' }

/** Two absences of one person must not overlap: the later one would shift a clock twice. */
export function overlaps(a: { fromAt: string; toAt: string }, b: { fromAt: string; toAt: string }): boolean {
  return a.fromAt < b.toAt && b.fromAt < a.toAt
}
