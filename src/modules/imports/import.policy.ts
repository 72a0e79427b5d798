import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'

export type ImportPolicy = { undoDays: number }
export const importPolicy = definePolicy<ImportPolicy>({
  id: 'import.keep',
  title: { zh: '导入', en: 'Imports' },
  schema: z.object({ undoDays: z.int().min(1).max(90) }),
  defaults: { undoDays: 30 },
  fields: {
    undoDays: { zh: '导入后多少天内可以撤销（天），之后删除原始行', en: 'Days in which an import may be undone; then its raw rows go' },
  },
})
