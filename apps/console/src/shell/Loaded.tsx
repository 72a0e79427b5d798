import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Skeleton } from '#shared/ui/Skeleton.tsx'
import { Failed } from './states.tsx'

/** What a query brought, its skeleton until then, or why it did not come. */
export function Loaded<T>({ from, children }: { from: UseQueryResult<T, unknown>; children: (data: T) => ReactNode }) {
  if (from.data !== undefined) return children(from.data)
  if (from.isError) return <Failed error={from.error} retry={() => void from.refetch()} />
  return (
    <div className="page">
      <Skeleton />
    </div>
  )
}
