// The first steps of a new company, and the samples it may look at meanwhile.
import { Instant, route, z } from '#core/contract.ts'

export const steps = ['company', 'departments', 'people', 'roles', 'pack', 'lead'] as const

export const firstStepsContract = {
  firstSteps: route('GET', '/tenant/first-steps', 'tenant.manage', 'What a new company has set up, and what is left').output(
    z.object({
      items: z.array(z.object({ step: z.enum(steps), done: z.boolean() })),
      samples: z.int(),
      createdAt: Instant,
    }),
  ),
  addSamples: route('POST', '/tenant/samples', 'tenant.manage', 'Add the industry pack: products, prices and sample customers', [
    'sample.there_already',
    'sample.not_empty',
  ]).output(z.object({ rows: z.int() })),
  removeSamples: route('DELETE', '/tenant/samples', 'tenant.manage', 'Remove the samples; what the company made itself stays', [
    'sample.none',
  ]).output(z.object({ removed: z.int(), kept: z.int() })),
}
