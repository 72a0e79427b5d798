import type { z } from 'zod'
import type { LeadDetail as DetailShape, LeadRow as RowShape } from '#modules/leads/lead.contract.ts'
import { knows, t } from '#shared/i18n.ts'

export type LeadRow = z.output<typeof RowShape>
export type LeadDetail = z.output<typeof DetailShape>

/** `苏州 · 总包 · ¥5,000 万 · 85 分`: where, what, how big, how good. */
export function aboutLead(row: LeadRow, money: (fen: number) => string): string {
  const industry = row.industry ? t(`leads.industry.${row.industry}`) : null
  return [row.city ?? row.province, industry, row.capitalFen ? money(row.capitalFen) : null, t('leads.points', { points: row.points })]
    .filter(Boolean)
    .join(' · ')
}

/** Where it came from, and why it waits in the pool. */
export function whyPooled(row: LeadRow): string {
  const reason = row.poolReason && knows(`leads.from.${row.poolReason}`) ? t(`leads.from.${row.poolReason}`) : null
  return [row.channelName, reason].filter(Boolean).join(' · ')
}
