import { serverNow } from '#shared/clock.ts'
import { useT } from '#shared/i18n.ts'
import type { Shot } from '../device/camera.ts'
import { type Burst, readPosition, type Sample } from '../device/position.ts'
import { doKept } from '../offline/kept.ts'
import type { NewAct } from '../offline/outbox.ts'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'
import type { ShownStep, VisitDetail } from './visitText.ts'

const PROBE_MS = 3_000

/** Whether the server answers now. What is recorded without it says so and counts by this phone's hour. */
export async function isAway(): Promise<boolean> {
  if (!navigator.onLine) return true
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), PROBE_MS)
  try {
    await fetch('/readyz', { cache: 'no-store', signal: stop.signal })
    return false
  } catch {
    return true
  } finally {
    clearTimeout(timer)
  }
}

/** Fixes by the server's clock: a phone that is wrong by minutes must not make them look old. */
function burstBody({ samples }: Burst): { fixes: object[]; datum: 'wgs84'; capturedAt: string } {
  const ahead = serverNow().getTime() - Date.now()
  const fixes = samples.slice(-60).map((one) => ({
    lat: one.lat,
    lng: one.lng,
    accuracyM: one.accuracyM,
    altitudeM: one.altitudeM,
    speedMps: one.speedMps,
    at: new Date(Date.parse(one.at) + ahead).toISOString(),
  }))
  return { fixes, datum: 'wgs84', capturedAt: serverNow().toISOString() }
}

/** The acts of a visit. Each is kept on the phone first and answered by the server when there is a network. */
export function useVisitActs(visit: VisitDetail, onSample: (sample: Sample) => void) {
  const t = useT()
  const pick = usePick()
  const path = `/visits/${visit.id}`
  const act = (one: Pick<NewAct, 'path' | 'body' | 'label' | 'file'>) =>
    doKept<VisitDetail>({ chain: `visit:${visit.id}`, method: 'POST', ...one })
  const label = (step: ShownStep) => t('visits.step.label', { name: visit.subjectName, step: pick(step) })
  const checkIn = useAct(async () => {
    const [burst, offline] = await Promise.all([readPosition({ onSample }), isAway()])
    return await act({
      path: `${path}/check-in`,
      body: { ...burstBody(burst), offline, device: { userAgent: navigator.userAgent.slice(0, 200) } },
      label: t('visits.checkIn.label', { name: visit.subjectName }),
    })
  })
  const record = useAct(async ({ step, result }: { step: ShownStep; result: Record<string, unknown> }) =>
    act({
      path: `${path}/steps/${step.key}`,
      body: { result: { type: step.type, ...result }, capturedAt: serverNow().toISOString(), offline: await isAway() },
      label: label(step),
    }),
  )
  const skip = useAct(async ({ step, reason, note }: { step: ShownStep; reason: string; note?: string }) =>
    act({
      path: `${path}/steps/${step.key}/not-possible`,
      body: { reason, note, capturedAt: serverNow().toISOString(), offline: await isAway() },
      label: label(step),
    }),
  )
  const photo = useAct(
    async ({ step, shot, code, at, fix }: { step: ShownStep; shot: Shot; code: string | undefined; at: string; fix: Sample | null }) =>
      act({
        path: `${path}/steps/${step.key}/photos`,
        body: {
          challenge: code,
          sha256: shot.sha256,
          capturedAt: at,
          // Without a word it was taken without a network, whatever is there by now.
          offline: code === undefined || (await isAway()),
          ...(fix ? { lat: fix.lat, lng: fix.lng, accuracyM: fix.accuracyM, datum: 'wgs84' } : {}),
        },
        file: { field: 'file', name: `${step.key}.jpg`, blob: shot.blob },
        label: label(step),
      }),
  )
  const checkOut = useAct(async (answers: Record<string, unknown>) => {
    // Where one leaves decides nothing: without a fix one leaves all the same.
    const [burst, offline] = await Promise.all([readPosition({ wanted: 1, timeoutMs: 4_000 }).catch(() => null), isAway()])
    return await act({
      path: `${path}/check-out`,
      body: { ...answers, ...(burst ? burstBody(burst) : { capturedAt: serverNow().toISOString() }), offline },
      label: t('visits.checkOut.label', { name: visit.subjectName }),
    })
  })
  return { checkIn, record, skip, photo, checkOut }
}

export type VisitActs = ReturnType<typeof useVisitActs>
