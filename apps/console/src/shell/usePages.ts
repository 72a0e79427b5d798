import { useInfiniteQuery } from '@tanstack/react-query'

type Page<Row> = { items: Row[]; next: string | null }

/** A cursor list: all rows read so far, and the way to more. `key` names the list with everything that filters it. */
export function usePages<Row>(key: readonly unknown[], ask: (cursor: string | undefined) => Promise<Page<Row>>) {
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => ask(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  })
  return {
    rows: list.data?.pages.flatMap((page) => page.items),
    error: list.error,
    retry: () => void list.refetch(),
    more: { shown: list.hasNextPage, loading: list.isFetchingNextPage, load: () => void list.fetchNextPage() },
  }
}
