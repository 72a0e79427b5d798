import { useEffect, useState } from 'react'
import { metresFrom, type Point } from '#shared/ui/PaperMap.tsx'
import type { Sample } from '../device/position.ts'

/**
 * Where the phone is, asked once, and only where the person has already allowed it: opening the day never asks for a permission.
 * `distanceTo` gives metres, null while either end is unknown.
 */
export function useHere(): { fix: Sample | null; distanceTo: (point: Point | null) => number | null } {
  const [fix, setFix] = useState<Sample | null>(null)
  useEffect(() => {
    let gone = false
    const look = async () => {
      const allowed = await navigator.permissions?.query({ name: 'geolocation' }).catch(() => null)
      if (allowed?.state !== 'granted') return
      const { readPosition } = await import('../device/position.ts')
      const { best } = await readPosition({ wanted: 1, timeoutMs: 6_000 })
      if (!gone) setFix(best)
    }
    look().catch(() => {})
    return () => {
      gone = true
    }
  }, [])
  return {
    fix,
    distanceTo: (point) => {
      if (!fix || !point) return null
      const { x, y } = metresFrom(point, fix)
      return Math.hypot(x, y)
    },
  }
}
