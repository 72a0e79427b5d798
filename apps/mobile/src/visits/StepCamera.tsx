import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { watermarkOf } from '#modules/visits/photo.rule.ts'
import { api } from '#shared/api.ts'
import { serverNow } from '#shared/clock.ts'
import { useT } from '#shared/i18n.ts'
import { isOffline, problem } from '#shared/problem.ts'
import { useMe } from '#shared/session.ts'
import { useServerNow } from '#shared/ui/Countdown.tsx'
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

const PATIENCE_MS = 6_000

/** A network that does not answer is none. */
const soon = <T,>(answer: Promise<T>): Promise<T> =>
  Promise.race([answer, new Promise<T>((_, fail) => setTimeout(() => fail(problem(null)), PATIENCE_MS))])

/**
 * A word of the server, a live picture under it, then the upload. A new photo takes a new word; without a network there is none to ask
 * for, and the photo says of itself that it was taken so.
 */
export function StepCamera({ visit, step, acts, fix, onClose }: Props) {
  const t = useT()
  const pick = usePick()
  const [round, setRound] = useState(0)
  const [here, setHere] = useState(fix)
  const challenge = useQuery({
    queryKey: ['challenge', visit.id, step.key, round],
    queryFn: () => soon(api.visits.photoChallenge({ id: visit.id, step: step.key })),
    networkMode: 'always',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })
  useEffect(() => {
    readPosition({ wanted: 1, timeoutMs: 6_000, onSample: setHere }).catch(() => {})
  }, [])
  const refusal = useRefusalOf(acts.photo)
  const wordless = isOffline(challenge.error)
  const keep = (shot: Shot) => acts.photo.run({ step, shot, code: challenge.data?.code, at: serverNow().toISOString(), fix: here }, onClose)
  const again = () => {
    acts.photo.clear()
    setRound(round + 1)
  }
  if (acts.photo.busy || refusal || !(challenge.data || wordless))
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
  return (
    <Camera
      title={pick(step)}
      challenge={challenge.data ? { code: challenge.data.code, until: challenge.data.expiresAt } : undefined}
      watermark={<Mark visit={visit} fix={here} issued={challenge.data} />}
      count={{ done: step.have, of: Math.max(step.min, step.have + 1) }}
      onClose={onClose}
      onShot={keep}
    />
  )
}

type Issued = Awaited<ReturnType<typeof api.visits.photoChallenge>>

/** What will be burnt in: the server's words, or this phone's where the server cannot be asked. */
function Mark({ visit, fix, issued }: { visit: ShownVisit; fix: Sample | null; issued: Issued | undefined }) {
  const t = useT()
  const me = useMe()
  const now = useServerNow(10_000)
  const own = watermarkOf({
    at: now,
    zone: me?.tenant.timeZone ?? 'Asia/Shanghai',
    account: visit.subjectName,
    place: null,
    point: fix,
    accuracyM: fix?.accuracyM ?? null,
    rep: me?.name ?? '',
  })
  const said = issued?.watermark ?? own
  return (
    <Watermark
      time={said.time}
      day={said.day}
      clock={t(issued ? 'mobile.camera.serverTime' : 'visits.camera.ownTime')}
      site={said.account}
      place={said.place ?? own.place ?? t('visits.camera.place')}
      person={said.rep}
      code={issued ? t('visits.camera.code', { code: issued.code }) : t('visits.camera.wordless')}
    />
  )
}
