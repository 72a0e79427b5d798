/** A file of the build. `revision` is null when its name already carries a hash. */
export type Kept = { url: string; revision: string | null }

/** Which cached addresses no longer belong to this build. */
export function staleFiles(cached: string[], wanted: string[]): string[] {
  const keep = new Set(wanted)
  return cached.filter((url) => !keep.has(url))
}
