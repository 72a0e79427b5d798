// Words a message for one reader: the company's template or the room's sentence, filled with facts.
import type { Ctx } from '#core/context.ts'
import { zone } from '#modules/organization/index.ts'
import { sayFor } from './adapter.actions.ts'
import type { Channel } from './channel.rule.ts'
import { type TemplateRow, templateRows } from './choice.store.ts'
import type { MessageRow } from './outbox.store.ts'
import { mergedIn } from './outbox.store.ts'
import { fillOf, fillPlaces, type Locale } from './wording.rule.ts'

type Worded = { title: string; text: string }
const TITLE_LENGTH = 60

/** The company's own template for the channel, else for all, else the room's sentence. */
export function templateFor(rows: readonly TemplateRow[], channel: Channel, locale: Locale): TemplateRow | undefined {
  const mine = rows.filter((row) => row.locale === locale)
  return mine.find((row) => row.channel === channel) ?? mine.find((row) => row.channel === 'all')
}

export function wordsWith(
  template: Pick<TemplateRow, 'subject' | 'body'> | undefined,
  message: string,
  params: Record<string, unknown>,
  locale: Locale,
  zoneName: string,
): Worded {
  const facts = fillOf(params, locale, zoneName)
  if (template) return { title: fillPlaces(template.subject, facts), text: fillPlaces(template.body, facts) }
  const text = sayFor(locale, message, facts)
  return { title: short(text), text }
}

const short = (text: string): string => ([...text].length > TITLE_LENGTH ? `${[...text].slice(0, TITLE_LENGTH - 1).join('')}…` : text)

async function wordsOf(ctx: Ctx, row: Pick<MessageRow, 'channel' | 'message' | 'params'>, locale: Locale): Promise<Worded> {
  const template = templateFor(await templateRows(ctx, row.message), row.channel, locale)
  return wordsWith(template, row.message, row.params, locale, await zone(ctx))
}

/** The words of a row; a gathered one lists what was gathered, oldest first. */
export async function wordsForRow(ctx: Ctx, row: MessageRow, locale: Locale, foot: string | null): Promise<Worded> {
  const own = await wordsOf(ctx, row, locale)
  const parts = await mergedIn(ctx, row.id)
  const lines: string[] = []
  for (const part of parts) lines.push(`· ${(await wordsOf(ctx, part, locale)).text}`)
  const text = parts.length > 0 ? [own.text, ...lines].join('\n') : own.text
  return { title: own.title, text: foot ? `${text}\n\n${foot}` : text }
}
