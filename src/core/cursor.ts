// Cursor lists: the last row's sort key and id, opaque to callers.
import { invalid } from './refuse.ts'

/** Encodes the sort values of the last row of a page. */
export function toCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** Decodes a cursor into `count` values; refuses one that was not made here. */
export function fromCursor(cursor: string | undefined, count: number): (string | number | null)[] | null {
  if (!cursor) return null
  try {
    const values = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (
      Array.isArray(values) &&
      values.length === count &&
      values.every((v) => v === null || typeof v === 'string' || typeof v === 'number')
    )
      return values
  } catch {}
  throw invalid('common.bad_cursor')
}

/** Cuts `rows` (fetched with limit + 1) to a page and names the next cursor. */
export function toPage<R>(rows: R[], limit: number, key: (row: R) => (string | number | null)[]): { items: R[]; next: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? toCursor(key(last)) : null }
}
