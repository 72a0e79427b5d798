// The companies I belong to, and going on in another of them.
import { useQuery } from '@tanstack/react-query'
import { api, query } from './api.ts'

export type Company = Awaited<ReturnType<typeof api.organization.companies>>['items'][number]

export function useCompanies(): Company[] {
  return useQuery(query.organization.companies.queryOptions({ staleTime: 300_000, retry: false })).data?.items ?? []
}

/** Loads the app anew: nothing of the one company may stay on the screen or in memory of the other. */
export async function goOnIn(app: 'console' | 'm', company: string): Promise<void> {
  await api.organization.switchCompany({ company })
  window.location.assign(`/${app}/`)
}
