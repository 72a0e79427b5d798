// The numbers of pricing that a tenant may want different.
import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'
import { type DiscountPolicy, discountDefaults } from './discount.rule.ts'
import { pricingDefaults } from './pricing.rule.ts'
import { type QuotationPolicy, quotationDefaults } from './quotation.rule.ts'

const percent = z.number().min(0).max(100).describe('%')

/** How far down from the book's price each may go alone. */
export const discountPolicy = definePolicy<DiscountPolicy>({
  id: 'quotation.discount',
  schema: z
    .object({ repPercent: percent, managerPercent: percent, gmBelowMarginPercent: percent })
    .refine((value) => value.managerPercent <= value.repPercent, { path: ['managerPercent'] }),
  defaults: discountDefaults,
  title: { zh: '折扣权限', en: 'Discount rights' },
  fields: {
    repPercent: { zh: '业务员可到（价格表的 %）', en: 'Rep down to (% of the book)' },
    managerPercent: { zh: '经理可到（价格表的 %）', en: 'Manager down to (% of the book)' },
    gmBelowMarginPercent: { zh: '有效毛利低于多少还要总经理（%）', en: 'General manager too below this effective margin (%)' },
  },
})

export type CapitalPolicy = { capitalRate: number; capitalYearDays: number }
/** price.capital_rate */
export const capitalPolicy = definePolicy<CapitalPolicy>({
  id: 'price.capital_rate',
  schema: z.object({ capitalRate: z.number().min(0).max(36).describe('%'), capitalYearDays: z.int().min(360).max(366).describe('d') }),
  defaults: { capitalRate: pricingDefaults.capitalRate, capitalYearDays: pricingDefaults.capitalYearDays },
  title: { zh: '资金成本', en: 'Cost of capital' },
  fields: {
    capitalRate: { zh: '年利率（%）', en: 'Rate a year (%)' },
    capitalYearDays: { zh: '一年按多少天', en: 'Days of a year' },
  },
})

/** quotation.valid_days */
export const validityPolicy = definePolicy<QuotationPolicy>({
  id: 'quotation.valid_days',
  schema: z.object({ validDays: z.int().min(1).max(365).describe('d') }),
  defaults: quotationDefaults,
  title: { zh: '报价有效期', en: 'Validity of quotations' },
  fields: { validDays: { zh: '有效天数', en: 'Days' } },
})
