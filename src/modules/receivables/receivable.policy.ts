import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'
import { type CreditPolicy, creditDefaults } from './credit.rule.ts'
import { type DuePolicy, dueDefaults } from './due.rule.ts'
import { type DunningPolicy, dunningDefaults } from './dunning.rule.ts'
import { type StatementPolicy, statementDefaults } from './statement.rule.ts'

export const dunningPolicy = definePolicy<DunningPolicy>({
  id: 'ar.remind',
  schema: z.object({
    remindDays: z.array(z.int().min(-90).max(720)).min(1).max(30).describe('days around the due day; negative before it'),
  }),
  defaults: dunningDefaults,
  title: { zh: '催款阶梯', en: 'Dunning ladder' },
  fields: { remindDays: { zh: '到期前后第几天提醒（负数为到期前）', en: 'Days around the due day (negative: before)' } },
})

export const duePolicy = definePolicy<DuePolicy>({
  id: 'ar.due_soon',
  schema: z.object({ dueSoonDays: z.int().min(0).max(90).describe('days') }),
  defaults: dueDefaults,
  title: { zh: '临近到期', en: 'Due soon' },
  fields: { dueSoonDays: { zh: '几天内到期算临近', en: 'Due soon within (days)' } },
})

export const creditPolicy = definePolicy<CreditPolicy>({
  id: 'credit',
  schema: z
    .object({
      gradeADays: z.int().min(0).max(365).describe('days'),
      gradeBDays: z.int().min(0).max(365).describe('days'),
      gradeCBelowDays: z.int().min(1).max(730).describe('days'),
      brokenPromises: z.int().min(1).max(20),
      months: z.int().min(1).max(60).describe('months'),
      freezeOverdueDays: z.int().min(0).max(365).describe('days'),
    })
    .refine((value) => value.gradeADays < value.gradeBDays && value.gradeBDays < value.gradeCBelowDays, { path: ['gradeBDays'] }),
  defaults: creditDefaults,
  title: { zh: '信用等级与冻结', en: 'Credit grade and freeze' },
  fields: {
    gradeADays: { zh: 'A 级：最长逾期不超过（天）', en: 'Grade A up to (days late)' },
    gradeBDays: { zh: 'B 级：最长逾期不超过（天）', en: 'Grade B up to (days late)' },
    gradeCBelowDays: { zh: 'C 级：最长逾期少于（天）', en: 'Grade C below (days late)' },
    brokenPromises: { zh: '失信几次降为 D', en: 'Broken promises that make a D' },
    months: { zh: '看最近几个月', en: 'Months looked at' },
    freezeOverdueDays: { zh: '最早一笔逾期满几天冻结', en: 'Frozen from (days overdue)' },
  },
})

const points = z.int().min(0).max(100).describe('points')
export const statementPolicy = definePolicy<StatementPolicy>({
  id: 'ar.statement_matching',
  schema: z.object({
    amountEqual: points,
    amountPart: points,
    payerSame: points,
    payerLike: points,
    payerLikeFrom: z.number().min(0).max(1).describe('likeness 0–1'),
    referenceContract: points,
    referencePeriod: points,
    nearDueDay: points,
    nearDays: z.int().min(0).max(365).describe('days'),
    proposeFrom: points,
    certainFrom: points,
  }),
  defaults: statementDefaults,
  title: { zh: '流水匹配', en: 'Statement matching' },
  fields: {
    amountEqual: { zh: '金额相等', en: 'Amount equal' },
    amountPart: { zh: '金额小于未收', en: 'Amount below what is open' },
    payerSame: { zh: '付款方是客户或已记住的名字', en: 'Payer is the account or a known name' },
    payerLike: { zh: '付款方名字相近', en: 'Payer’s name is alike' },
    payerLikeFrom: { zh: '相近的最低程度', en: 'Alike from' },
    referenceContract: { zh: '附言有合同号', en: 'Text names the contract' },
    referencePeriod: { zh: '附言有月份', en: 'Text names the month' },
    nearDueDay: { zh: '日子靠近到期日', en: 'Day near the due day' },
    nearDays: { zh: '靠近指几天内', en: 'Near means within (days)' },
    proposeFrom: { zh: '几分起给建议', en: 'Proposed from' },
    certainFrom: { zh: '几分起算确定', en: 'Certain from' },
  },
})
