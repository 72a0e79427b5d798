// 今日 asks for itself, so that the first screen does not wait for the client of the whole API.
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Today as TodayShape } from '#modules/insight/home.contract.ts'
import { noteServerTime } from '#shared/clock.ts'
import { problem, problemOf } from '#shared/problem.ts'
import { memberHeader, sessionEnded } from '#shared/session.ts'

export type TodayData = z.output<typeof TodayShape>

async function readToday(): Promise<TodayData> {
  const sentAt = Date.now()
  let answer: Response
  try {
    answer = await fetch('/api/v1/home/today', { credentials: 'same-origin', headers: { accept: 'application/json', ...memberHeader() } })
  } catch {
    throw problem(null)
  }
  const now = answer.headers.get('x-server-now')
  if (now) noteServerTime(now, sentAt)
  if (answer.ok) return (await answer.json()) as TodayData
  const refused = await problemOf(answer)
  if (answer.status === 401) sessionEnded()
  throw refused
}

export const todayQuery = queryOptions({ queryKey: ['today'], queryFn: readToday })
