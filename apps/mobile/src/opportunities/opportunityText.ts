import type { z } from 'zod'
import type { OpportunityDetail as DetailShape, OpportunityRow as RowShape } from '#modules/opportunities/opportunity.contract.ts'

export type OpportunityRow = z.output<typeof RowShape>
export type OpportunityDetail = z.output<typeof DetailShape>
/** A sheet that stands over an opportunity. */
export type Asked =
  | 'need'
  | 'contact'
  | 'budget'
  | 'decision'
  | 'edit'
  | 'follow'
  | 'comment'
  | 'lose'
  | 'visit'
  | 'contract'
  | 'fill'
  | 'more'
  | null
