// What today's visits need is read while there is a network: a basement has none.
import type { QueryClient } from '@tanstack/react-query'
import { query } from '#shared/api.ts'

/** What a stock count lists; one question for the screen and for reading ahead. */
export const stocked = { active: 'true', limit: 200 } as never

const FRESH_MS = 10 * 60_000

/** Reads the visits of today, the people of their accounts and what the steps choose from. Failures are left to the screens. */
export async function readAhead(
  client: QueryClient,
  stops: readonly { id: string; subjectType: string; subjectId: string }[],
): Promise<void> {
  if (!navigator.onLine) return
  const kept = { staleTime: FRESH_MS, retry: false }
  await client.prefetchQuery({ ...query.visits.visitChoices.queryOptions(), ...kept })
  await client.prefetchQuery({ ...query.visits.today.queryOptions({ input: {} }), ...kept })
  await client.prefetchQuery({ ...query.products.products.queryOptions({ input: stocked }), ...kept })
  for (const { id, subjectType, subjectId } of stops) {
    await client.prefetchQuery({ ...query.visits.visit.queryOptions({ input: { id } }), ...kept })
    if (subjectType === 'account')
      await client.prefetchQuery({ ...query.accounts.account.queryOptions({ input: { id: subjectId } }), ...kept })
  }
}
