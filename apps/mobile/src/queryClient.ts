import { QueryClient } from '@tanstack/react-query'
import { isProblem } from '#shared/problem.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Answers seen once are shown again while the network is away.
      gcTime: 24 * 3_600_000,
      networkMode: 'offlineFirst',
      // Only what may pass by itself is tried again; a refusal stays a refusal.
      retry: (failures, error) => failures < 2 && !(isProblem(error) && error.problem !== null && error.problem.status < 500),
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})
