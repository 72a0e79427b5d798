// Text that no database column and no JSON document can keep: NUL, and half of a character that takes two units.

const DEEPEST = 60

/** Path to the first text (value or key) that cannot be kept, or to what is nested beyond reason; null when all is well. */
export function unkeepable(input: unknown, path: readonly (string | number)[] = []): readonly (string | number)[] | null {
  if (typeof input === 'string') return keeps(input) ? null : path
  if (typeof input !== 'object' || input === null || input instanceof Blob) return null
  if (path.length > DEEPEST) return path
  for (const [key, value] of Object.entries(input)) {
    if (!keeps(key)) return path
    const found = unkeepable(value, [...path, Array.isArray(input) ? Number(key) : key])
    if (found) return found
  }
  return null
}

const keeps = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed()
