import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'
import { type CadencePolicy, cadenceDefaults } from './cadence.rule.ts'
import { type DutyPolicy, dutyDefaults } from './duty.rule.ts'
import { type FencePolicy, fenceDefaults } from './fence.rule.ts'
import { type ValidityPolicy, validityDefaults } from './validity.rule.ts'

/** visit.fence_radius_m, visit.accuracy_gate_m */
export const fencePolicy = definePolicy<FencePolicy>({
  id: 'visit.fence',
  schema: z.object({
    fenceRadiusM: z.number().min(50).max(3000).describe('m'),
    accuracyGateM: z.number().min(20).max(1000).describe('m'),
  }),
  defaults: fenceDefaults,
  title: { zh: '电子围栏', en: 'Geofence' },
  fields: {
    fenceRadiusM: { zh: '围栏半径（米）', en: 'Fence radius (m)' },
    accuracyGateM: { zh: '精度门槛（米）', en: 'Accuracy gate (m)' },
  },
})

const minutes = z.number().min(0).max(240).describe('min')
/** visit.min_minutes */
export const validityPolicy = definePolicy<ValidityPolicy>({
  id: 'visit.min_minutes',
  schema: z.object({ minMinutes: z.object({ deep: minutes, routine: minutes, dunning: minutes }) }),
  defaults: validityDefaults,
  title: { zh: '最短在店时长', en: 'Shortest stay' },
  fields: {
    minMinutes: { zh: '最短在店时长（分钟）', en: 'Shortest stay (minutes)' },
    'minMinutes.deep': { zh: '深访', en: 'Deep visit' },
    'minMinutes.routine': { zh: '门店巡访', en: 'Store round' },
    'minMinutes.dunning': { zh: '催款拜访', en: 'Dunning visit' },
  },
})

/** visit.auto_checkout, position.raw_retention_days */
export const dutyPolicy = definePolicy<DutyPolicy>({
  id: 'visit.duty',
  schema: z.object({
    autoCheckOut: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .describe('HH:MM'),
    rawRetentionDays: z.int().min(1).max(365).describe('d'),
    maxFixAgeS: z.int().min(10).max(3600).describe('s'),
  }),
  defaults: dutyDefaults,
  title: { zh: '在岗与自动签退', en: 'Duty and automatic check-out' },
  fields: {
    autoCheckOut: { zh: '自动签退时间', en: 'Automatic check-out' },
    rawRetentionDays: { zh: '原始定位保留天数', en: 'Days raw positions are kept' },
    maxFixAgeS: { zh: '定位最旧（秒）', en: 'Oldest fix (s)' },
  },
})

const days = z.int().min(1).max(365).describe('d')
export const cadencePolicy = definePolicy<CadencePolicy>({
  id: 'visit.cadence',
  schema: z.object({ cadenceDays: z.object({ A: days, B: days, C: days }) }),
  defaults: cadenceDefaults,
  title: { zh: '拜访节奏', en: 'Visit cadence' },
  fields: {
    cadenceDays: { zh: '几天访一次', en: 'Days between visits' },
    'cadenceDays.A': { zh: 'A 级', en: 'Level A' },
    'cadenceDays.B': { zh: 'B 级', en: 'Level B' },
    'cadenceDays.C': { zh: 'C 级', en: 'Level C' },
  },
})
