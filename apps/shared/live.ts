// One stream of hints per browser: the tab that holds the lock listens and tells the others.

export type LiveHint = { topics: string[] /** after a gap: anything may have changed */; all?: boolean }

const NAME = 'fieldloop-live'

/**
 * Listens for what changed on the server. Topics are subject types (`lead`, `approval`) and `notifications`, `tasks`.
 * @returns stops listening
 */
export function listenLive(hint: (what: LiveHint) => void): () => void {
  const stop = new AbortController()
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel(NAME) : null
  if (channel) channel.onmessage = (message) => hint(message.data as LiveHint)
  const hold = () =>
    new Promise<void>((release) => {
      const close = openStream((what) => {
        hint(what)
        channel?.postMessage(what)
      })
      stop.signal.addEventListener('abort', () => {
        close()
        release()
      })
    })
  if ('locks' in navigator && channel) navigator.locks.request(NAME, { signal: stop.signal }, hold).catch(() => {})
  else void hold()
  return () => {
    stop.abort()
    channel?.close()
  }
}

/** The stream itself; the browser reconnects by itself, and whatever came in between is asked for again. */
function openStream(hint: (what: LiveHint) => void): () => void {
  const source = new EventSource('/api/v1/live')
  let before = false
  source.addEventListener('hello', () => {
    if (before) hint({ topics: [], all: true })
    before = true
  })
  source.addEventListener('signed-out', () => source.close())
  source.onmessage = (message) => hint({ topics: (JSON.parse(message.data) as { topics: string[] }).topics })
  return () => source.close()
}
