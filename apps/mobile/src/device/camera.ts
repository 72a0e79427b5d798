// Live capture only: the picture comes from the running camera, never from a file. The server burns the watermark in.
export type CameraFailure = 'denied' | 'missing' | 'insecure'

/** What opening throws; its message is a key of the phone's sentences. */
export type CameraError = Error & { failure: CameraFailure }

export type Facing = 'environment' | 'user'

export type LiveCamera = {
  /** for `video.srcObject` */
  stream: MediaStream
  facing: Facing
  /** whether the lamp can be switched */
  hasTorch: boolean
  torch(on: boolean): Promise<void>
  close(): void
}

export type Shot = {
  /** JPEG as taken */
  blob: Blob
  /** hex digest of exactly these bytes: the server must receive the same */
  sha256: string
  width: number
  height: number
}

const LONG_EDGE = 2048
const QUALITY = 0.86

function cameraError(failure: CameraFailure): CameraError {
  const key = failure === 'insecure' ? 'mobile.position.insecure' : `mobile.camera.${failure}`
  return Object.assign(new Error(key), { failure })
}

/** Opens the camera; throws CameraError. Close it when the screen goes. */
export async function openCamera(facing: Facing = 'environment'): Promise<LiveCamera> {
  if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) throw cameraError('insecure')
  let stream: MediaStream
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: facing }, width: { ideal: LONG_EDGE }, height: { ideal: 1536 } },
    })
  } catch (error) {
    throw cameraError((error as DOMException).name === 'NotAllowedError' ? 'denied' : 'missing')
  }
  const track = stream.getVideoTracks()[0]
  const abilities = track?.getCapabilities?.() as { torch?: boolean } | undefined
  return {
    stream,
    facing,
    hasTorch: abilities?.torch === true,
    torch: async (on) => {
      await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] })
    },
    close: () => {
      for (const one of stream.getTracks()) one.stop()
    },
  }
}

/** Takes what the video shows now. Throws when no frame has come yet. */
export async function takeShot(video: HTMLVideoElement): Promise<Shot> {
  const { videoWidth, videoHeight } = video
  if (videoWidth === 0) throw new Error('the camera has not shown a frame yet')
  const scale = Math.min(1, LONG_EDGE / Math.max(videoWidth, videoHeight))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(videoWidth * scale)
  canvas.height = Math.round(videoHeight * scale)
  const paper = canvas.getContext('2d')
  if (!paper) throw new Error('no canvas')
  paper.drawImage(video, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob>((resolve, reject) =>
    canvas.toBlob((made) => (made ? resolve(made) : reject(new Error('no picture came out'))), 'image/jpeg', QUALITY),
  )
  return { blob, sha256: await sha256Of(blob), width: canvas.width, height: canvas.height }
}

/** Hex SHA-256 of the bytes. */
export async function sha256Of(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
