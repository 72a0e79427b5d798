// A burst of positions: one reading may be wrong, a handful tells the best one and whether the phone moves like a phone.
export type Sample = {
  lat: number
  lng: number
  /** as the device says; browsers give WGS-84 */
  datum: 'wgs84'
  accuracyM: number
  altitudeM: number | null
  speedMps: number | null
  /** the device's own instant of the fix, ISO-8601 */
  at: string
}

export type Burst = { samples: Sample[] /** the most accurate one */; best: Sample }
export type PositionFailure = 'denied' | 'unavailable' | 'timeout' | 'insecure'

/** What a failed burst throws; its message is a key of the phone's sentences. */
export type PositionError = Error & { failure: PositionFailure }

function positionError(failure: PositionFailure): PositionError {
  return Object.assign(new Error(`mobile.position.${failure}`), { failure })
}

type Options = {
  /** stop early once this good, metres */
  goodEnoughM?: number
  /** fixes wanted before stopping early */
  wanted?: number
  /** give up after, ms */
  timeoutMs?: number
  /** called with each fix, so that metres move on screen */
  onSample?: (sample: Sample) => void
}

const SETTLE_MS = 3_000
/** An older fix proves nothing: the server refuses it after 120 s. */
const LAST_FIX_MS = 90_000

/**
 * Reads the position several times. Resolves early when `wanted` fixes came and one is good enough, else with what came until the
 * time is over. Throws PositionError when nothing came.
 */
export function readPosition({ goodEnoughM = 25, wanted = 3, timeoutMs = 12_000, onSample }: Options = {}): Promise<Burst> {
  if (!window.isSecureContext || !navigator.geolocation) return Promise.reject(positionError('insecure'))
  return new Promise((resolve, reject) => {
    const samples: Sample[] = []
    let last: PositionFailure = 'timeout'
    let over = false
    const stop = () => {
      if (over) return
      over = true
      navigator.geolocation.clearWatch(watch)
      clearTimeout(timer)
      clearTimeout(settle)
      if (samples.length > 0) resolve({ samples, best: bestOf(samples) })
      else reject(positionError(last))
    }
    const take = (fix: GeolocationPosition) => {
      // The same fix again says nothing new.
      if (over || samples.some((one) => Date.parse(one.at) === Math.round(fix.timestamp))) return
      const sample = sampleOf(fix)
      samples.push(sample)
      onSample?.(sample)
      if (samples.length >= wanted && bestOf(samples).accuracyM <= goodEnoughM) stop()
    }
    const miss = (error: GeolocationPositionError) => {
      last = error.code === error.PERMISSION_DENIED ? 'denied' : error.code === error.TIMEOUT ? 'timeout' : 'unavailable'
      // A single missed fix is no failure of the burst; a refused permission is.
      if (last === 'denied') stop()
    }
    // Once there is something good enough, one waits no longer; a phone that lies still has nothing new to tell, so its last fix is asked for.
    const settle = setTimeout(() => {
      if (samples.length > 0 && bestOf(samples).accuracyM <= goodEnoughM) return stop()
      navigator.geolocation.getCurrentPosition(
        (fix) => {
          take(fix)
          if (bestOf(samples).accuracyM <= goodEnoughM) stop()
        },
        miss,
        { enableHighAccuracy: true, maximumAge: LAST_FIX_MS, timeout: timeoutMs },
      )
    }, SETTLE_MS)
    const watch = navigator.geolocation.watchPosition(take, miss, { enableHighAccuracy: true, maximumAge: 0, timeout: timeoutMs })
    const timer = setTimeout(stop, timeoutMs)
  })
}

/** Follows the position until stopped; returns the stop. Only while a screen that shows it is open. */
export function followPosition(onSample: (sample: Sample) => void, onFailure: (failure: PositionFailure) => void): () => void {
  if (!window.isSecureContext || !navigator.geolocation) {
    onFailure('insecure')
    return () => {}
  }
  const watch = navigator.geolocation.watchPosition(
    (fix) => onSample(sampleOf(fix)),
    (error) => onFailure(error.code === error.PERMISSION_DENIED ? 'denied' : error.code === error.TIMEOUT ? 'timeout' : 'unavailable'),
    { enableHighAccuracy: true, maximumAge: 5_000 },
  )
  return () => navigator.geolocation.clearWatch(watch)
}

function sampleOf(fix: GeolocationPosition): Sample {
  const { latitude, longitude, accuracy, altitude, speed } = fix.coords
  return {
    lat: latitude,
    lng: longitude,
    datum: 'wgs84',
    accuracyM: accuracy,
    altitudeM: altitude,
    speedMps: speed,
    at: new Date(fix.timestamp).toISOString(),
  }
}

function bestOf(samples: Sample[]): Sample {
  return samples.reduce((best, sample) => (sample.accuracyM < best.accuracyM ? sample : best))
}
