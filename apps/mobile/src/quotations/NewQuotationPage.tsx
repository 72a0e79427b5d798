import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Skeleton } from '#shared/ui/Skeleton.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Failed } from '../shell/states.tsx'
import { useAct } from '../shell/useAct.tsx'
import { type Draft, QuotationEditor, sentOf, useLivePrice } from './QuotationEditor.tsx'
import { quotationScreenMessages } from './quotation.messages.ts'

addMessages(quotationScreenMessages)

/** A new quotation of an opportunity: the book is that of the customer's kind, and can be changed. */
export default function NewQuotationPage() {
  const t = useT()
  const { id } = useParams({ strict: false }) as { id: string }
  const opportunity = useQuery(query.opportunities.get.queryOptions({ input: { id } }))
  const accountId = opportunity.data?.accountId
  const account = useQuery({ ...query.accounts.account.queryOptions({ input: { id: accountId ?? '' } }), enabled: accountId !== undefined })
  const books = useQuery(query.quotations.priceBooks.queryOptions())
  const items = books.data?.items ?? []
  const book = account.data ? (items.find((one) => one.segment === account.data.segment) ?? items[0]) : undefined
  if (opportunity.data && book)
    return (
      <Editing
        opportunityId={id}
        title={opportunity.data.accountName}
        start={{ bookId: book.id, termsCode: '', percentOff: '', lines: [] }}
      />
    )
  return (
    <FlowPage title={t('quo.new')}>
      <Waiting on={[opportunity, account, books]} />
    </FlowPage>
  )
}

/** What is still missing: its failure with a way to try again, else the shape of what comes. */
function Waiting({ on }: { on: { error: unknown; refetch: () => unknown }[] }) {
  const failed = on.find((one) => one.error)
  return failed ? <Failed error={failed.error} retry={() => void failed.refetch()} /> : <Skeleton />
}

type EditingProps = {
  opportunityId: string
  title: string
  start: Draft /** a draft that exists is changed, else one is made */
  existing?: { id: string; version: number }
}

/** The editor with its dock: saved, the draft opens. */
export function Editing({ opportunityId, title, start, existing }: EditingProps) {
  const t = useT()
  const f = useFormats()
  const go = useNavigate()
  const [draft, change] = useState(start)
  const { preview, error, settled } = useLivePrice(opportunityId, draft)
  const save = useAct(
    () => (existing ? api.quotations.edit({ ...existing, ...sentOf(draft) }) : api.quotations.create({ opportunityId, ...sentOf(draft) })),
    (made) => void go({ to: `/quotations/${made.id}`, replace: true }),
  )
  const ready = preview !== null && settled && !error
  return (
    <FlowPage
      title={t(existing ? 'quo.edit' : 'quo.new')}
      sentence={title}
      dock={
        <BigButton disabled={!ready} busy={save.busy} onPress={() => save.run(undefined)}>
          {preview ? t('quo.save', { sum: f.moneyShort(preview.totals.netFen) }) : t('quo.empty')}
        </BigButton>
      }
    >
      {save.refusal}
      <QuotationEditor draft={draft} change={change} preview={preview} error={error} />
    </FlowPage>
  )
}
