import { useCallback, useEffect, useState } from 'react'
import { followPosition, type PositionFailure, type Sample } from '../device/position.ts'

/**
 * The position while a screen shows it. It follows by itself only where the person has allowed it before; `ask` starts it, and `take`
 * takes fixes that another act has read.
 */
export function useLivePosition(on: boolean) {
  const [fix, take] = useState<Sample | null>(null)
  const [failure, fail] = useState<PositionFailure | null>(null)
  const [asked, setAsked] = useState(false)
  useEffect(() => {
    navigator.permissions
      ?.query({ name: 'geolocation' })
      .then((now) => {
        if (now.state === 'granted') setAsked(true)
      })
      .catch(() => {})
  }, [])
  useEffect(() => (on && asked ? followPosition(take, fail) : undefined), [on, asked])
  return { fix, failure, take, ask: useCallback(() => setAsked(true), []) }
}
