import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Skeleton, SkeletonCard } from '#shared/ui/Skeleton.tsx'
import { Failed } from './states.tsx'

/** The answer of a question to the server: its shape while it loads, the reason when it fails, else what is made of it. */
export function Loaded<T>({ of, children }: { of: UseQueryResult<T, unknown>; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return children(of.data)
  if (of.error) return <Failed error={of.error} retry={() => void of.refetch()} />
  return (
    <Skeleton>
      <SkeletonCard />
      <SkeletonCard />
      <SkeletonCard />
    </Skeleton>
  )
}
