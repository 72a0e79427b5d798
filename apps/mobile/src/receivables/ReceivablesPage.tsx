import { useQuery } from '@tanstack/react-query'
import { Landmark } from 'lucide-react'
import { useState } from 'react'
import { query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Rows } from '../shell/Rows.tsx'
import { TabPage, TapChip } from '../shell/TabPage.tsx'
import { receivableScreenMessages } from './receivable.messages.ts'

addMessages(receivableScreenMessages)

const states = ['unpaid', 'overdue', 'due_soon', 'paid'] as const

/** 回款 within my reach, the one due first on top. */
export default function ReceivablesPage() {
  const t = useT()
  const f = useFormats()
  const [state, setState] = useState<(typeof states)[number]>('unpaid')
  const figures = useQuery(query.receivables.figures.queryOptions({ input: {} }))
  const items = useQuery(query.receivables.items.queryOptions({ input: { state, limit: 60 } }))
  const sum = figures.data
  return (
    <TabPage
      title={t('due.title')}
      sentence={
        sum
          ? t('due.sentence', {
              due: f.moneyBoard(sum.dueFen),
              received: f.moneyBoard(sum.receivedFen),
              ratio: sum.completion === null ? '—' : f.percent(sum.completion),
            })
          : undefined
      }
      chips={states.map((key) => (
        <TapChip key={key} on={state === key} onPress={() => setState(key)}>
          {t(`due.tab.${key}`)}
        </TapChip>
      ))}
    >
      <Loaded of={items}>
        {({ items: rows }) =>
          rows.length === 0 ? (
            <Empty icon={Landmark} title={t('due.empty')}>
              {t('due.empty.body')}
            </Empty>
          ) : (
            <Rows
              rows={rows.map((one) => ({
                key: one.id,
                to: `/receivables/items/${one.id}`,
                title: one.accountName,
                detail: (
                  <>
                    {t('due.item', { contract: one.contractNo, no: one.no })}
                    {' · '}
                    <span style={{ color: one.overdueDays > 0 ? (one.overdueDays > 30 ? 'var(--bad)' : 'var(--warn)') : undefined }}>
                      {one.overdueDays > 0
                        ? t('due.late', { days: one.overdueDays })
                        : one.dueOn
                          ? t('due.on', { day: f.day(one.dueOn) })
                          : '—'}
                    </span>
                  </>
                ),
                extra: (
                  <Money
                    fen={state === 'paid' ? one.receivedFen : one.openFen}
                    as="short"
                    tone={state === 'paid' ? 'arrived' : undefined}
                  />
                ),
              }))}
            />
          )
        }
      </Loaded>
    </TabPage>
  )
}
