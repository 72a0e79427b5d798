// Service worker: the app opens without a network. Files of a build are kept under its name; the API is never cached here.
import { type Kept, staleFiles } from './offline/precache.ts'

// The types of workers and of windows cannot stand in one program, so the few that are needed are written down.
type Waits = Event & { waitUntil(work: Promise<unknown>): void }
type Asks = Waits & { request: Request; respondWith(answer: Promise<Response>): void }
declare global {
  interface Window {
    __WB_MANIFEST: Kept[]
  }
}
type Pushed = Waits & { data: { json(): { id: string; title: string; text: string; url: string | null } } | null }
type Pressed = Waits & { notification: { data: unknown; close(): void } }
type Worker = {
  registration: { scope: string; showNotification(title: string, options: object): Promise<void> }
  clients: { claim(): Promise<void>; openWindow(url: string): Promise<unknown> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', act: (event: Waits) => void): void
  addEventListener(type: 'fetch', act: (event: Asks) => void): void
  addEventListener(type: 'push', act: (event: Pushed) => void): void
  addEventListener(type: 'notificationclick', act: (event: Pressed) => void): void
  addEventListener(type: 'message', act: (event: MessageEvent) => void): void
}

// The build writes the list in place of the name, so it must stand here once and as it is.
const files = self.__WB_MANIFEST
const worker = self as unknown as Worker
const CACHE = 'fieldloop-files'
const INDEX = '/m/index.html'
const address = (file: Kept): string => new URL(file.url, worker.registration.scope).href
/** Files without a hash in their name carry their revision in the key. */
const key = (file: Kept): string => (file.revision ? `${address(file)}?kept=${file.revision}` : address(file))

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(CACHE).then(async (cache) => {
      await Promise.all(
        files.map(async (file) => {
          if (await cache.match(key(file))) return
          const answer = await fetch(address(file), { cache: 'no-cache' })
          if (!answer.ok) throw new Error(`${file.url}: ${answer.status}`)
          await cache.put(key(file), answer)
        }),
      )
    }),
  )
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.open(CACHE).then(async (cache) => {
      const kept = (await cache.keys()).map((request) => request.url)
      await Promise.all(staleFiles(kept, files.map(key)).map((url) => cache.delete(url)))
      await worker.clients.claim()
    }),
  )
})

worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') void worker.skipWaiting()
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin || !url.pathname.startsWith('/m/')) return
  const wanted = request.mode === 'navigate' ? new URL(INDEX, url).href : request.url
  const file = files.find((one) => address(one) === wanted)
  if (!file) return
  event.respondWith(caches.open(CACHE).then(async (cache) => (await cache.match(key(file))) ?? fetch(request)))
})

worker.addEventListener('push', (event) => {
  const told = event.data?.json()
  // The tag is the message's own: one that comes twice is shown once.
  if (told)
    event.waitUntil(
      worker.registration.showNotification(told.title, { body: told.text, tag: told.id, icon: '/m/icon.svg', data: told.url }),
    )
})

worker.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const url = typeof event.notification.data === 'string' ? event.notification.data : ''
  event.waitUntil(worker.clients.openWindow(new URL(url, location.origin).origin === location.origin && url ? url : '/m/notifications'))
})
