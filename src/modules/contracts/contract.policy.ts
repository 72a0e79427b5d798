import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'
import { type TemplatePolicy, templateDefaults, unknownPlaces } from './clause.rule.ts'
import { type ContractPolicy, contractDefaults } from './contract.rule.ts'

export const contractPolicy = definePolicy<ContractPolicy>({
  id: 'contract.approval',
  schema: z.object({ directorFromFen: z.int().min(0).max(100_000_000_000).describe('fen') }),
  defaults: contractDefaults,
  title: { zh: '合同审批', en: 'Contract approval' },
  fields: { directorFromFen: { zh: '从这个金额起总监也要批（分）', en: 'From this amount the director approves too (fen)' } },
})

export const templatePolicy = definePolicy<TemplatePolicy>({
  id: 'contract.template',
  schema: z.object({
    title: z.string().trim().min(1).max(80),
    clauses: z
      .array(z.object({ title: z.string().trim().min(1).max(80), text: z.string().trim().min(1).max(4000) }))
      .min(1)
      .max(60)
      .refine((clauses) => unknownPlaces(clauses).length === 0, { message: 'a place that no contract can fill' }),
  }),
  defaults: templateDefaults,
  title: { zh: '合同模板', en: 'Contract template' },
  fields: {
    title: { zh: '合同名称', en: 'Title' },
    clauses: {
      zh: '条款，可用 {seller} {buyer} {number} {amount} {amountWords} {terms} {opportunity} {quotation}',
      en: 'Clauses with places',
    },
  },
})
