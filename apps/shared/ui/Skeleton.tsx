import { type ReactNode, useEffect, useState } from 'react'
import { useT } from '#shared/i18n.ts'

/** Nothing for 200 ms, then the shape of what comes; a fast answer never flickers. */
export function Skeleton({ children }: { children?: ReactNode }) {
  const t = useT()
  const [shown, show] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => show(true), 200)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="fl-skeleton" aria-busy="true">
      <span className="fl-sr">{t('ui.loading')}</span>
      {shown ? (children ?? <SkeletonRows rows={8} />) : null}
    </div>
  )
}

/** Rows of a table or list. */
export function SkeletonRows({ rows, height = 55 }: { rows: number; height?: number }) {
  return (
    <div className="fl-skeleton-rows" aria-hidden="true">
      {Array.from({ length: rows }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
        <div key={i} style={{ height }}>
          <i style={{ width: 22 }} />
          <i style={{ width: `${26 + ((i * 7) % 13)}%` }} />
          <i style={{ width: '14%' }} />
          <i style={{ width: 72, marginLeft: 'auto' }} />
        </div>
      ))}
    </div>
  )
}

/** A card with a title and two lines. */
export function SkeletonCard({ height = 132 }: { height?: number }) {
  return (
    <div className="fl-skeleton-card" style={{ height }} aria-hidden="true">
      <i style={{ width: '46%', height: 16 }} />
      <i style={{ width: '78%' }} />
      <i style={{ width: '62%' }} />
    </div>
  )
}
