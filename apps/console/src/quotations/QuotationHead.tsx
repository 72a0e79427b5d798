import { Link } from '@tanstack/react-router'
import { Stamp } from 'lucide-react'
import type { z } from 'zod'
import type { QuotationDetail as Shape } from '#modules/quotations/quotation.contract.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { quotationTone } from './QuotationsPage.tsx'

export type QuotationDetail = z.output<typeof Shape>

export function QuotationChips({ data }: { data: QuotationDetail }) {
  const t = useT()
  const f = useFormats()
  return (
    <>
      <Chip tone={quotationTone[data.status]}>{t(`quotation.status.${data.status}`)}</Chip>
      {data.stampedAt ? (
        <Chip tone="ok" icon={Stamp}>
          {t('quo.stamped', { at: f.moment(data.stampedAt) })}
        </Chip>
      ) : null}
    </>
  )
}

export function QuotationFacts({ data }: { data: QuotationDetail }) {
  const t = useT()
  const f = useFormats()
  return (
    <>
      {t('quo.revision', { n: data.revision })} · <Link to={`/accounts/${data.accountId}`}>{data.accountName}</Link> ·{' '}
      <Link to={`/opportunities/${data.opportunityId}`}>{data.opportunityName}</Link> · {data.ownerName} ·{' '}
      {t('quo.validUntil', { day: f.day(data.validUntil) })}
    </>
  )
}
