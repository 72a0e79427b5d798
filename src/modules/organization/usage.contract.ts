// 用量: what the company uses of the house, month by month.
import { Day, route, z } from '#core/contract.ts'

export const usageContract = {
  usage: route('GET', '/usage', 'audit.read', 'Members, storage, and what each of the last twelve months brought').output(
    z.object({
      members: z.object({ active: z.int(), disabled: z.int() }),
      events: z.int(),
      /** Amounts by kind (`leads`, `files`, `storage` …): in all, and by month, oldest first. */
      kinds: z.array(z.object({ kind: z.string(), unit: z.enum(['count', 'bytes']), total: z.number(), months: z.array(z.number()) })),
      months: z.array(z.string()),
      measuredOn: Day,
    }),
  ),
}
