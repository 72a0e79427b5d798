// The typed client of the API: the same contract as the server, as types and a table of routes (no zod in the browser).
// Every POST carries an Idempotency-Key; every answer sets the clock; every refusal is a Problem with its sentence.

import routes from 'virtual:routes'
import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { uuidv7 } from '#core/ids.ts'
import type { Contract } from '../../src/contract.ts'
import { noteServerTime } from './clock.ts'
import { deviceHeader } from './device.ts'
import { language } from './i18n.ts'
import { problem, problemOf } from './problem.ts'
import { memberHeader, sessionEnded } from './session.ts'

/** `context.once` is the Idempotency-Key of an act that may be sent again (the outbox); otherwise each call makes its own. */
export type CallContext = { once?: string }

const link = new OpenAPILink<CallContext>(routes as never, {
  url: window.location.origin,
  headers: ({ context }) => ({
    'accept-language': language() === 'zh' ? 'zh-CN' : 'en',
    'idempotency-key': context?.once ?? uuidv7(),
    ...deviceHeader(),
    ...memberHeader(),
  }),
  fetch: ask,
})

async function ask(request: Request, init: RequestInit): Promise<Response> {
  const sentAt = Date.now()
  let answer: Response
  try {
    answer = await fetch(request, { ...init, credentials: 'same-origin' })
  } catch {
    throw problem(null)
  }
  const now = answer.headers.get('x-server-now')
  if (now) noteServerTime(now, sentAt)
  if (answer.ok) return answer
  const refused = await problemOf(answer)
  if (answer.status === 401) sessionEnded()
  throw refused
}

/** `await api.leads.claim({ id })`; throws a Problem. */
export const api: JsonifiedClient<ContractRouterClient<Contract, CallContext>> = createORPCClient(link)

/** `useQuery(query.leads.list.queryOptions({ input }))`, `useMutation(query.leads.claim.mutationOptions())`. */
export const query = createTanstackQueryUtils(api)
