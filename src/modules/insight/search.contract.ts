// 全局搜索: one query over everything a person may see, answered by kind.
import { Fen, Id, MEMBER, route, z } from '#core/contract.ts'

export const HitKind = z.enum(['lead', 'account', 'contact', 'opportunity', 'quotation', 'contract'])
export type HitKind = z.infer<typeof HitKind>

/** One record found. Title and subtitle are the record's own words; `facts` are short codes the app words (stage, status, pool). */
export const Hit = z.object({
  kind: HitKind,
  id: Id,
  title: z.string(),
  /** Second line: number, company, masked phone. Empty when there is nothing to say. */
  subtitle: z.string(),
  /** What matched: `name`, `phone`, `number`. */
  matched: z.enum(['name', 'phone', 'number']),
  grade: z.string().nullable(),
  /** Status or stage code of the record. */
  status: z.string().nullable(),
  /** True while its contact data stay hidden from this person (a lead or account of a pool). */
  masked: z.boolean(),
  amountFen: Fen.nullable(),
  ownerId: Id.nullable(),
  ownerName: z.string().nullable(),
  /** Path inside the apps. */
  link: z.string(),
})
export type Hit = z.infer<typeof Hit>

export const searchContract = {
  search: route('GET', '/search', MEMBER, 'Search leads, accounts, contacts, opportunities, quotations and contracts within my reach')
    .input(
      z.object({
        q: z.string().trim().min(1).max(60),
        kind: HitKind.optional(),
        limit: z.coerce.number().int().min(1).max(50).default(8),
      }),
    )
    .output(
      z.object({
        q: z.string(),
        /** Groups in the order of the street; a kind nobody may see or nothing was found in is left out. */
        groups: z.array(z.object({ kind: HitKind, items: z.array(Hit), more: z.boolean() })),
      }),
    ),
}
