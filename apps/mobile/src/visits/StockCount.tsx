import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { query } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { BigButton } from '../shell/BigButton.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { usePick } from '../shell/useWords.ts'
import { stocked } from './ahead.ts'
import type { VisitActs } from './useVisitActs.ts'
import type { ShownStep, ShownVisit } from './visitText.ts'

type Item = { productId?: string | null; name: string; quantity: number }

/** One line per product; what was counted before stands in it. */
export function StockCount({ step, acts, onClose }: { visit: ShownVisit; step: ShownStep; acts: VisitActs; onClose: () => void }) {
  const t = useT()
  const pick = usePick()
  const products = useQuery(query.products.products.queryOptions({ input: stocked }))
  const before = new Map(((step.result?.facts.items ?? []) as Item[]).map((item) => [item.productId ?? item.name, String(item.quantity)]))
  const [counted, count] = useState(before)
  const filled = [...counted].filter(([, value]) => value.trim() !== '' && Number.isFinite(Number(value)) && Number(value) >= 0)
  const save = (event: FormEvent, names: Map<string, string>) => {
    event.preventDefault()
    const items = filled.map(([productId, value]) => ({ productId, name: names.get(productId) ?? productId, quantity: Number(value) }))
    acts.record.run({ step, result: { items } }, onClose)
  }
  return (
    <Loaded of={products}>
      {({ items }) => {
        const names = new Map(items.map((one) => [one.id, one.name]))
        return (
          <form className="phone-form" onSubmit={(event) => save(event, names)}>
            <p className="quiet">{t('visits.stock.hint', { min: step.min })}</p>
            {items.map((one) => (
              <label className="count-row" key={one.id}>
                <span>
                  {one.code} {one.name}
                </span>
                <input
                  inputMode="decimal"
                  aria-label={t('visits.stock.quantity', { name: one.name })}
                  value={counted.get(one.id) ?? ''}
                  onChange={(event) => count(new Map(counted).set(one.id, event.target.value))}
                />
                <small className="quiet">{one.unit}</small>
              </label>
            ))}
            {acts.record.refusal}
            <BigButton submit busy={acts.record.busy} disabled={filled.length < step.min}>
              {filled.length < step.min ? `${filled.length} / ${step.min}` : t('visits.save', { step: pick(step) })}
            </BigButton>
          </form>
        )
      }}
    </Loaded>
  )
}
