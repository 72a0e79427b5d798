import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { FileText } from 'lucide-react'
import { api, query } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { Money } from '#shared/ui/Money.tsx'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Rows } from '../shell/Rows.tsx'
import { Sheet } from '../shell/Sheet.tsx'
import { useAct } from '../shell/useAct.tsx'
import type { OpportunityDetail } from './opportunityText.ts'

/** A contract starts from an approved quotation: choose it, and the draft is there. */
export function ContractSheet({ data, onClose }: { data: OpportunityDetail; onClose: () => void }) {
  const t = useT()
  const go = useNavigate()
  const quotations = useQuery(query.quotations.list.queryOptions({ input: { opportunityId: data.id, limit: 20 } }))
  const start = useAct(
    (quotationId: string) => api.contracts.create({ quotationId }),
    (made) => void go({ to: `/contracts/${made.id}` }),
  )
  return (
    <Sheet title={t('opp.contract.start')} onClose={onClose}>
      {start.refusal}
      <Loaded of={quotations}>
        {({ items }) => {
          const approved = items.filter((one) => one.status === 'approved' || one.status === 'sent' || one.status === 'accepted')
          if (approved.length === 0) return <Refusal tone="quiet">{t('opp.contract.none')}</Refusal>
          return (
            <>
              <p className="quiet">{t('opp.contract.from')}</p>
              <Rows
                rows={approved.map((one) => ({
                  key: one.id,
                  lead: <FileText size={20} strokeWidth={1.75} />,
                  title: one.number,
                  detail: t(`quotation.status.${one.status}`),
                  extra: <Money fen={one.netFen} as="short" />,
                  onPress: () => start.run(one.id),
                }))}
              />
            </>
          )
        }}
      </Loaded>
    </Sheet>
  )
}
