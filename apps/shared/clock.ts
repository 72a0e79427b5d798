// Both apps count by the server's clock: a phone that is ten minutes wrong must not show ten minutes too much.
let offsetMs = 0
/** Set while the server's clock stands still (a server under test): then now is the last instant it told. */
let heldAt: number | null = null
const listeners = new Set<() => void>()

/**
 * Takes the server's time from an answer.
 * @param serverIso instant the server wrote (ISO-8601 UTC)
 * @param sentAt `Date.now()` when the request left; half the round trip is added
 */
export function noteServerTime(serverIso: string, sentAt: number = Date.now()): void {
  const server = Date.parse(serverIso)
  if (Number.isNaN(server)) return
  if (heldAt !== null) {
    if (heldAt === server) return
    heldAt = server
    for (const tell of listeners) tell()
    return
  }
  const received = Date.now()
  const next = server + (received - sentAt) / 2 - received
  // Answers differ by some network jitter; only a real difference is worth re-counting everything on screen.
  if (Math.abs(next - offsetMs) < 500) return
  offsetMs = next
  for (const tell of listeners) tell()
}

/** The server's clock stands at this instant until it tells another (`me.clockFixed`); null lets it run. */
export function holdClock(iso: string | null): void {
  heldAt = iso === null ? null : Date.parse(iso)
  for (const tell of listeners) tell()
}

/** Now, by the server. */
export function serverNow(): Date {
  return new Date(heldAt ?? Date.now() + offsetMs)
}

/** Calls back when the known difference to the server changes; returns the unsubscribe. */
export function onServerTime(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}
