import { useQuery } from '@tanstack/react-query'
import { query } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { Refusal } from '#shared/ui/Refusal.tsx'

/** Why a draft came back from approval, in the words of who sent it back. */
export function ReturnedNote({ approvalId }: { approvalId: string | null }) {
  const t = useT()
  const { data } = useQuery(
    query.approvals.get.queryOptions({ input: { id: approvalId ?? '' }, enabled: approvalId !== null, retry: false }),
  )
  const answer = data?.log.filter((one) => one.act === 'return' || one.act === 'reject').at(-1)
  if (!answer?.note || (data?.status !== 'returned' && data?.status !== 'rejected')) return null
  return (
    <Refusal tone="warn">{t(answer.act === 'return' ? 'quo.returned' : 'quo.rejected', { name: answer.name, note: answer.note })}</Refusal>
  )
}
