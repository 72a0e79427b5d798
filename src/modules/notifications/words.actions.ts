// Words a message for one reader: the company's template or the room's sentence, filled with facts.
import type { Ctx } from '#core/context.ts'
import { zone } from '#modules/organization/index.ts'
import { type Outgoing, sayFor } from './adapter.actions.ts'
import type { Channel } from './channel.rule.ts'
import { type TemplateRow, templateRows } from './choice.store.ts'
import type { MessageRow } from './outbox.store.ts'
import { mergedIn } from './outbox.store.ts'
import { fillOf, fillPlaces, type Locale, placesOf } from './wording.rule.ts'

type Worded = { title: string; text: string; approved: Outgoing['approved'] }
const TITLE_LENGTH = 60

/** The company's own template for the channel, else for all, else the room's sentence. */
export function templateFor(rows: readonly TemplateRow[], channel: Channel, locale: Locale): TemplateRow | undefined {
  const mine = rows.filter((row) => row.locale === locale)
  return mine.find((row) => row.channel === channel) ?? mine.find((row) => row.channel === 'all')
}

export function wordsWith(
  template: Pick<TemplateRow, 'subject' | 'body' | 'approvedAs'> | undefined,
  message: string,
  params: Record<string, unknown>,
  locale: Locale,
  zoneName: string,
): Worded {
  const facts = fillOf(params, locale, zoneName)
  if (!template) {
    const text = markedFor(sayFor(locale, message, facts), params, locale)
    return { title: short(text), text, approved: { as: null, facts: {} } }
  }
  const [title, text] = [template.subject, template.body].map((words) => markedFor(fillPlaces(words, facts), params, locale)) as [
    string,
    string,
  ]
  const named = placesOf(template.body).map((place) => [place, facts[place] ?? '—'])
  return { title, text, approved: { as: template.approvedAs, facts: Object.fromEntries(named) } }
}

/** Who stands in for somebody reads for whom. */
function markedFor(text: string, { standsInFor }: Record<string, unknown>, locale: Locale): string {
  if (typeof standsInFor !== 'string') return text
  const mark = sayFor(locale, 'notification.stands_in', { name: standsInFor })
  return locale === 'en' ? `${text} (${mark})` : `${text}（${mark}）`
}

const short = (text: string): string => ([...text].length > TITLE_LENGTH ? `${[...text].slice(0, TITLE_LENGTH - 1).join('')}…` : text)

async function wordsOf(ctx: Ctx, row: Pick<MessageRow, 'channel' | 'message' | 'params'>, locale: Locale): Promise<Worded> {
  const template = templateFor(await templateRows(ctx, row.message), row.channel, locale)
  return wordsWith(template, row.message, row.params, locale, await zone(ctx))
}

/** The words of a row; a gathered one lists what was gathered, oldest first. */
export async function wordsForRow(ctx: Ctx, row: MessageRow, locale: Locale): Promise<Worded> {
  const own = await wordsOf(ctx, row, locale)
  const parts: Worded[] = []
  for (const part of await mergedIn(ctx, row.id)) parts.push(await wordsOf(ctx, part, locale))
  if (row.channel === 'sms') return inShort(own, row.memberId === null ? parts : [])
  return { ...own, text: [own.text, ...parts.map(({ text }) => `· ${text}`)].join('\n') }
}

/** In a short message a customer, who has no app to look into, reads the items themselves; a member how many wait for him. */
function inShort(own: Worded, parts: Worded[]): Worded {
  const [first, ...more] = parts
  if (!first || more.length > 0) return first ? { ...own, text: parts.map(({ text }) => text).join('；') } : own
  return first
}
