import type { UseQueryResult } from '@tanstack/react-query'
import { SkeletonRows } from '#shared/ui/Skeleton.tsx'
import { Inspector } from './Inspector.tsx'
import { Failed } from './states.tsx'

/** An inspector whose record has not come yet, or why it will not. */
export function InspectorWaiting({ from, onClose }: { from: UseQueryResult<unknown, unknown>; onClose: () => void }) {
  return (
    <Inspector title="…" onClose={onClose}>
      {from.isError ? (
        <Failed error={from.error} retry={() => void from.refetch()} />
      ) : (
        <div className="fl-skeleton">
          <SkeletonRows rows={6} />
        </div>
      )}
    </Inspector>
  )
}
