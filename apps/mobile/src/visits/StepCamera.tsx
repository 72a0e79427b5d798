import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '#shared/api.ts'
import { serverNow } from '#shared/clock.ts'
import { useT } from '#shared/i18n.ts'
import { Watermark } from '#shared/ui/Watermark.tsx'
import type { Shot } from '../device/camera.ts'
import { readPosition, type Sample } from '../device/position.ts'
import { BigButton } from '../shell/BigButton.tsx'
import { Camera } from '../shell/Camera.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { useRefusalOf } from '../shell/useRefusal.tsx'
import { usePick } from '../shell/useWords.ts'
import type { VisitActs } from './useVisitActs.ts'
import type { ShownStep, ShownVisit } from './visitText.ts'

type Props = { visit: ShownVisit; step: ShownStep; acts: VisitActs; fix: Sample | null; onClose: () => void }

/** A word of the server, a live picture under it, then the upload. A new photo takes a new word. */
export function StepCamera({ visit, step, acts, fix, onClose }: Props) {
  const t = useT()
  const pick = usePick()
  const [round, setRound] = useState(0)
  const [here, setHere] = useState(fix)
  const challenge = useQuery({
    queryKey: ['challenge', visit.id, step.key, round],
    queryFn: () => api.visits.photoChallenge({ id: visit.id, step: step.key }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })
  useEffect(() => {
    readPosition({ wanted: 1, timeoutMs: 6_000, onSample: setHere }).catch(() => {})
  }, [])
  const refusal = useRefusalOf(acts.photo)
  const keep = (shot: Shot) => {
    if (!challenge.data) return
    const { code } = challenge.data
    acts.photo.run({ step, shot, code, at: serverNow().toISOString(), fix: here }, onClose)
  }
  const again = () => {
    acts.photo.clear()
    setRound(round + 1)
  }
  if (acts.photo.busy || refusal || !challenge.data)
    return (
      <FlowPage
        title={pick(step)}
        onBack={onClose}
        dock={refusal ? <BigButton onPress={again}>{t('mobile.camera.again')}</BigButton> : undefined}
      >
        {refusal ??
          (acts.photo.busy ? <p className="quiet-note">{t('visits.camera.sending')}</p> : <Loaded of={challenge}>{() => null}</Loaded>)}
      </FlowPage>
    )
  const { code, expiresAt, watermark } = challenge.data
  const place = here ? `${here.lat.toFixed(5)}, ${here.lng.toFixed(5)}，±${Math.round(here.accuracyM)} 米` : null
  return (
    <Camera
      title={pick(step)}
      challenge={{ code, until: expiresAt }}
      watermark={
        <Watermark
          time={watermark.time}
          day={watermark.day}
          clock={t('mobile.camera.serverTime')}
          site={watermark.account}
          place={watermark.place ?? place ?? t('visits.camera.place')}
          person={watermark.rep}
          code={t('visits.camera.code', { code })}
        />
      }
      count={{ done: step.have, of: Math.max(step.min, step.have + 1) }}
      onClose={onClose}
      onShot={keep}
    />
  )
}
