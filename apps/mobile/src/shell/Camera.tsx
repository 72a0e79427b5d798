import { Camera as CameraIcon, FingerprintPattern, SwitchCamera, X, Zap } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { stopwatch } from '#shared/formats.ts'
import { useT } from '#shared/i18n.ts'
import { useServerNow } from '#shared/ui/Countdown.tsx'
import { type CameraError, type Facing, type LiveCamera, openCamera, type Shot, takeShot } from '../device/camera.ts'

type Props = {
  title: ReactNode
  /** code of the moment and until when it holds, ISO-8601 */
  challenge?: { code: string; until: string }
  /** drawn live as it will be burnt in */
  watermark: ReactNode
  /** `0/1` */
  count: { done: number; of: number }
  onClose: () => void
  /** the person keeps the shot */
  onShot: (shot: Shot) => void
}

/** Full-screen live camera. No album: there is no way to bring an old picture in. */
export function Camera({ title, challenge, watermark, count, onClose, onShot }: Props) {
  const t = useT()
  const video = useRef<HTMLVideoElement>(null)
  const [facing, setFacing] = useState<Facing>('environment')
  const { camera, failure } = useCamera(video, facing)
  const [lamp, setLamp] = useState(false)
  const [shot, setShot] = useState<{ shot: Shot; url: string } | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => () => void (shot && URL.revokeObjectURL(shot.url)), [shot])
  const shoot = async () => {
    if (!video.current || busy) return
    setBusy(true)
    try {
      const taken = await takeShot(video.current)
      setShot({ shot: taken, url: URL.createObjectURL(taken.blob) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="camera" aria-label={t('mobile.camera.shoot')}>
      <header>
        <button type="button" aria-label={t('ui.close')} onClick={onClose}>
          <X size={24} strokeWidth={1.75} />
        </button>
        <div>
          <h1>{title}</h1>
          <p>{t('mobile.camera.live')}</p>
        </div>
        <button
          type="button"
          aria-label={t('mobile.camera.light')}
          aria-pressed={lamp}
          disabled={!camera?.hasTorch}
          onClick={() => void camera?.torch(!lamp).then(() => setLamp(!lamp))}
        >
          <Zap size={22} strokeWidth={1.75} />
        </button>
      </header>
      <div className="camera-view">
        <video ref={video} autoPlay playsInline muted hidden={!!shot} data-mirror={facing === 'user'} />
        {shot ? <img src={shot.url} alt="" /> : null}
        {challenge ? <ChallengeBox {...challenge} /> : null}
        {failure ? (
          <p className="camera-note">{t(failure.message)}</p>
        ) : camera ? null : (
          <p className="camera-note">{t('mobile.camera.opening')}</p>
        )}
        <div className="camera-mark">{watermark}</div>
      </div>
      <footer>
        {shot ? (
          <>
            <button type="button" className="camera-plain" onClick={() => setShot(null)}>
              {t('mobile.camera.again')}
            </button>
            <button type="button" className="camera-use" onClick={() => onShot(shot.shot)}>
              {t('mobile.camera.use')}
            </button>
          </>
        ) : (
          <>
            <span className="camera-count">
              {count.done}/{count.of}
            </span>
            <button
              type="button"
              className="camera-shutter"
              aria-label={t('mobile.camera.shoot')}
              disabled={!camera || busy}
              onClick={() => void shoot()}
            >
              <CameraIcon size={28} strokeWidth={1.75} aria-hidden="true" />
            </button>
            <button
              type="button"
              className="camera-turn"
              aria-label={t('mobile.camera.turn')}
              onClick={() => setFacing(facing === 'user' ? 'environment' : 'user')}
            >
              <SwitchCamera size={22} strokeWidth={1.75} />
            </button>
          </>
        )}
      </footer>
      <p className="camera-proof">
        <FingerprintPattern size={18} strokeWidth={1.75} aria-hidden="true" />
        {t('mobile.camera.proof')}
      </p>
    </section>
  )
}

function ChallengeBox({ code, until }: { code: string; until: string }) {
  const t = useT()
  const left = Date.parse(until) - useServerNow(1000).getTime()
  return (
    <div className="camera-challenge">
      <span>
        {t('mobile.camera.challenge')}
        <b>{code}</b>
      </span>
      <span>
        {t('mobile.camera.left')}
        <b>{stopwatch(left)}</b>
      </span>
    </div>
  )
}

/** Opens the camera into the video and closes it again. */
function useCamera(video: React.RefObject<HTMLVideoElement | null>, facing: Facing) {
  const [camera, setCamera] = useState<LiveCamera | null>(null)
  const [failure, setFailure] = useState<CameraError | null>(null)
  useEffect(() => {
    let gone = false
    let opened: LiveCamera | null = null
    setCamera(null)
    setFailure(null)
    openCamera(facing).then(
      (live) => {
        opened = live
        if (gone || !video.current) return live.close()
        video.current.srcObject = live.stream
        video.current.onloadeddata = () => setCamera(live)
      },
      (error: CameraError) => {
        if (!gone) setFailure(error)
      },
    )
    return () => {
      gone = true
      opened?.close()
    }
  }, [facing, video])
  return { camera, failure }
}
