// The templates of 澄岭建材科技: photo proof came with the versions of the last Friday.
import { type SopTemplate, sopDefaults } from './sop.rule.ts'
import type { VisitPurpose } from './validity.rule.ts'

const standard = (purpose: VisitPurpose): SopTemplate => {
  const found = sopDefaults.find((template) => template.purpose === purpose)
  if (!found) throw new Error(`no standard template for ${purpose}`)
  return found
}

const withoutPhotos = (template: SopTemplate, version: number): SopTemplate => ({
  ...template,
  version,
  steps: template.steps.filter((step) => step.type !== 'photo'),
})

/** 门头照 1, 陈列照 2: two photos and more; twelve products counted. */
const store4: SopTemplate = {
  ...standard('routine'),
  version: 4,
  steps: standard('routine').steps.map((step) => (step.type === 'stock_count' ? { ...step, min: 12 } : step)),
}

export const demoTemplates: { template: SopTemplate; since: string }[] = [
  { template: withoutPhotos(standard('routine'), 3), since: '2026-08-03' },
  { template: withoutPhotos(standard('deep'), 1), since: '2026-08-03' },
  { template: withoutPhotos(standard('dunning'), 1), since: '2026-08-03' },
  { template: store4, since: '2026-11-20' },
  { template: { ...standard('deep'), version: 2 }, since: '2026-11-20' },
  { template: { ...standard('dunning'), version: 2 }, since: '2026-11-20' },
]

/** The template that was in force on a day of the story. */
export function templateOn(purpose: VisitPurpose, day: string): SopTemplate {
  const found = demoTemplates.findLast(({ template, since }) => template.purpose === purpose && since <= day)
  if (!found) throw new Error(`no template for ${purpose} on ${day}`)
  return found.template
}
