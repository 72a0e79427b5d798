// 导出: the leads of a list as a file. Nobody gets more into the file than the list shows, and the audit knows who took how many.
import { dayOf, timeOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { csvText } from '#core/csv.ts'
import { emit } from '#core/events.ts'
import { refuse } from '#core/refuse.ts'
import { customColumns, noteLook } from '#modules/organization/index.ts'
import { tenantDay, tenantZone } from '#modules/pools/index.ts'
import { type LeadView, listLeads } from './lead.store.ts'
import { filterOf, type LeadQuery, shownLeads } from './lead-view.actions.ts'
import { leadsMessages } from './leads.messages.ts'

const MOST = 5000
const COLUMNS = [
  'number',
  'company',
  'grade',
  'points',
  'state',
  'channel',
  'province',
  'city',
  'industry',
  'contact',
  'phone',
  'owner',
  'received',
] as const

/** At most 5,000 rows, newest first; more is refused, so that a file is never silently cut. */
export async function exportLeads(ctx: Ctx, input: Omit<LeadQuery, 'cursor' | 'limit'> & { view: LeadView }) {
  const day = await tenantDay(ctx)
  const rows = await listLeads(ctx, day, input.view, await filterOf(ctx, input), { sort: 'new', after: null, limit: MOST + 1 })
  if (rows.length > MOST) throw refuse('lead.export_too_many', { most: MOST })
  const words: Record<string, string> = leadsMessages[ctx.actor.locale === 'en' ? 'en' : 'zh']
  const say = (key: string): string => words[key] ?? key
  const zone = await tenantZone(ctx)
  const own = await customColumns(
    ctx,
    'lead',
    rows.map((row) => row.custom),
  )
  const lines = (await shownLeads(ctx, rows)).map((lead, at) => [
    lead.number,
    lead.company,
    lead.grade,
    lead.points,
    say(`leads.state.${lead.state}`),
    lead.channelName,
    lead.province,
    lead.city,
    lead.industry ? say(`leads.industry.${lead.industry}`) : null,
    lead.contact.name,
    lead.contact.phone?.replace(/^\+86/, '') ?? null,
    lead.ownerName ?? lead.poolName,
    `${dayOf(lead.receivedAt, zone)} ${timeOf(lead.receivedAt, zone)}`,
    ...(own.cells[at] ?? []),
  ])
  await emit(ctx, 'lead.exported', ctx.tenantId, { count: lines.length, view: input.view })
  await noteLook(ctx, { personId: null, kind: 'contacts_export', subjectType: 'lead', subjectId: ctx.tenantId, count: lines.length })
  const csv = csvText([[...COLUMNS.map((column) => say(`leads.export.${column}`)), ...own.headings], ...lines])
  return { fileName: `leads-${day}.csv`, rows: lines.length, csv }
}
