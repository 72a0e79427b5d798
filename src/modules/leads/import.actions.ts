// A table of leads: each row goes through intake like any other raw lead. What it brought can be taken back while nobody has worked on it.
import type { Ctx } from '#core/context.ts'
import type { Given, Importer, ImportRow, RowFate, RowReason, UndoRow } from '#modules/imports/index.ts'
import type { Answer, Incoming } from './batch.actions.ts'
import { channelMeant, channelNamed, channelsOf, runningCampaigns } from './channel.actions.ts'
import { receiveSubmissions, rehearsal } from './intake.actions.ts'
import { columnsOfLeads, factsOfCells, importable, named } from './lead-fields.actions.ts'
import { undoMergeOf } from './merge.actions.ts'
import { removeLeads, removeSubmissions, untouchedLeads } from './removal.store.ts'

/** `channelOf`: a rehearsal makes no channel. */
async function arrivalsOf(
  ctx: Ctx,
  rows: readonly ImportRow[],
  given: Given,
  channelOf: typeof channelMeant | typeof channelNamed,
): Promise<Incoming[]> {
  const own = await importable(ctx)
  const { campaign, datum } = given.choices
  const at = campaign ? (await runningCampaigns(ctx)).find((one) => one.id === campaign) : undefined
  const byCampaign = at && (await channelsOf(ctx)).find((one) => one.id === at.channelId)
  const fallback = byCampaign ?? (await channelOf(ctx, 'import'))
  if (!fallback) throw new Error('the channel of imports is missing')
  const list: Incoming[] = []
  for (const { cells, raw } of rows) {
    const channel = (cells.channel && (await channelOf(ctx, cells.channel))) || fallback
    const facts = await named(ctx, own, factsOfCells({ ...(datum ? { datum } : {}), ...cells }, own))
    const campaignId = at && channel.id === at.channelId ? at.id : null
    list.push({ channel, campaignId, externalId: cells.externalId || null, raw, mapping: given.mapping, facts })
  }
  return list
}

const FATES = { accepted: 'created', merged: 'merged', in_review: 'review', rejected: 'rejected', failed: 'rejected' } as const

function fateOf({ cells }: ImportRow, answer: Answer | undefined): RowFate {
  if (!answer) throw new Error('a row got no answer')
  const again = answer.replay && (answer.fate === 'accepted' || answer.fate === 'merged')
  return {
    fate: again ? 'duplicate' : FATES[answer.fate],
    reason: again ? { code: 'intake.same_row', params: {} } : answer.reason,
    shown: { name: cells.company ?? null, grade: answer.grade, owner: answer.ownerName },
    subjectId: answer.leadId ?? answer.accountId,
    keep: { submissionId: answer.submissionId },
  }
}

const fatesOf = (rows: readonly ImportRow[], answers: readonly Answer[]): RowFate[] => rows.map((row, n) => fateOf(row, answers[n]))

const touched: RowReason = { code: 'import.touched', params: {} }

/** First what was merged or waits to be judged, then the leads themselves: one may have been merged into another of the same table. */
async function undo(ctx: Ctx, rows: readonly UndoRow[]): Promise<(RowReason | null)[]> {
  const submissionOf = (row: UndoRow): string => String(row.keep?.submissionId)
  const ending = rows.filter((row) => row.fate === 'review').map(submissionOf)
  for (const row of rows) if (row.fate === 'merged' && (await undoMergeOf(ctx, submissionOf(row)))) ending.push(submissionOf(row))
  const gone = await removeSubmissions(ctx, ending)
  const created = rows.filter((row) => row.fate === 'created')
  const removable = await untouchedLeads(
    ctx,
    created.flatMap((row) => row.subjectId ?? []),
  )
  const withLead = created.filter((row) => removable.has(String(row.subjectId))).map(submissionOf)
  await removeLeads(ctx, [...removable])
  for (const id of await removeSubmissions(ctx, withLead)) gone.add(id)
  return rows.map((row) => (gone.has(submissionOf(row)) ? null : touched))
}

const datum = {
  key: 'datum',
  zh: '坐标系（有经纬度时）',
  en: 'Datum of coordinates',
  required: false,
  items: [
    { value: 'wgs84', zh: 'WGS-84（GPS 原始）', en: 'WGS-84 (GPS)' },
    { value: 'gcj02', zh: 'GCJ-02（高德、腾讯）', en: 'GCJ-02 (AMap, Tencent)' },
    { value: 'bd09', zh: 'BD-09（百度）', en: 'BD-09 (Baidu)' },
  ],
}

export const leadImporter: Importer = {
  kind: 'lead',
  zh: '线索',
  en: 'Leads',
  permission: 'lead.create',
  fields: async (ctx) => columnsOfLeads(await importable(ctx)),
  choices: async (ctx) => {
    const items = (await runningCampaigns(ctx)).map(({ id, name }) => ({ value: id, zh: name, en: name }))
    return [...(items.length > 0 ? [{ key: 'campaign', zh: '市场活动', en: 'Campaign', required: false, items }] : []), datum]
  },
  async rehearse(_ctx, given) {
    const rehearse = rehearsal('rules')
    return async (ctx, rows) => fatesOf(rows, await rehearse(ctx, await arrivalsOf(ctx, rows, given, channelMeant)))
  },
  write: async (ctx, rows, given) =>
    fatesOf(rows, await receiveSubmissions(ctx, await arrivalsOf(ctx, rows, given, channelNamed), { to: 'rules', bulk: true })),
  undo,
}
