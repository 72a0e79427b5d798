import type { z } from 'zod'
import type { LeadDetail as DetailShape, LeadRow as RowShape } from '#modules/leads/lead.contract.ts'
import { knows, t } from '#shared/i18n.ts'

export type LeadRow = z.output<typeof RowShape>
export type LeadDetail = z.output<typeof DetailShape>

/** `南京建邺 · 总包 · 5,000 万`: where, what, how big. */
export function aboutLead(row: LeadRow, money: (fen: number) => string): string {
  const place = [row.province, row.city].filter(Boolean).join('')
  const industry = row.industry ? t(`leads.industry.${row.industry}`) : null
  return [place, industry, row.capitalFen ? money(row.capitalFen) : null].filter(Boolean).join(' · ') || '—'
}

/** The words of a code, or the code when nobody gave it words. */
export function named(prefix: string, code: string | null): string {
  if (code === null) return '—'
  return knows(`${prefix}.${code}`) ? t(`${prefix}.${code}`) : code
}
