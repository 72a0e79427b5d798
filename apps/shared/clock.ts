// Both apps count by the server's clock: a phone that is ten minutes wrong must not show ten minutes too much.
let offsetMs = 0
const listeners = new Set<() => void>()

/**
 * Takes the server's time from an answer.
 * @param serverIso instant the server wrote (ISO-8601 UTC)
 * @param sentAt `Date.now()` when the request left; half the round trip is added
 */
export function noteServerTime(serverIso: string, sentAt: number = Date.now()): void {
  const server = Date.parse(serverIso)
  if (Number.isNaN(server)) return
  const received = Date.now()
  const next = server + (received - sentAt) / 2 - received
  // Answers differ by some network jitter; only a real difference is worth re-counting everything on screen.
  if (Math.abs(next - offsetMs) < 500) return
  offsetMs = next
  for (const tell of listeners) tell()
}

/** Now, by the server. */
export function serverNow(): Date {
  return new Date(Date.now() + offsetMs)
}

/** How far the server's clock is ahead of this device, in ms. */
export function serverOffsetMs(): number {
  return offsetMs
}

/** Calls back when the known difference to the server changes; returns the unsubscribe. */
export function onServerTime(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}
