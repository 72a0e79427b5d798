import { useEffect, useState } from 'react'
import type { z } from 'zod'
import { price, pricingDefaults } from '#modules/quotations/pricing.rule.ts'
import type { PriceEntry as EntryShape } from '#modules/quotations/quotation.contract.ts'
import type { QuotationDetail } from './QuotationHead.tsx'

/** A product in a price book. */
export type Entry = z.output<typeof EntryShape>
/** A line as it is typed. */
export type Line = { key: number; productId: string; quantity: string; unitPrice: string; percentOff: string }
export const NUMBER = /^\d{1,12}(\.\d{1,4})?$/

let keys = 0
export const emptyLine = (): Line => ({ key: ++keys, productId: '', quantity: '1', unitPrice: '', percentOff: '' })

export function typedLine(line: QuotationDetail['lines'][number]): Line {
  return {
    key: ++keys,
    productId: line.productId,
    quantity: plain(line.quantity),
    unitPrice: line.typedPrice ?? '',
    percentOff: line.percentOff ?? '',
  }
}

/** `100.0000` as `100`: what a person would have typed. */
function plain(decimals: string): string {
  return decimals.includes('.') ? decimals.replace(/0+$/, '').replace(/\.$/, '') : decimals
}

type Draft = {
  header: { percentOff: string } | null
  lines: { productId: string; quantity: string; unitPrice: string | null; percentOff: string | null }[]
}

/** The pricing rule in the browser; null while something is not a number yet. */
export function priceHere(draft: Draft, known: { book: { factor: string }; items: Entry[] } | undefined) {
  if (!known || draft.lines.length === 0) return null
  const lines = draft.lines.flatMap((line, i) => {
    const entry = known.items.find((one) => one.productId === line.productId)
    if (!entry) return []
    const discount = line.unitPrice ? { unitPrice: line.unitPrice } : line.percentOff ? { percentOff: line.percentOff } : undefined
    return [{ ...entry, id: String(i), quantity: line.quantity, ...(discount ? { discount } : {}) }]
  })
  if (lines.length !== draft.lines.length) return null
  try {
    return price(
      { bookFactor: known.book.factor, lines, termDays: 0, ...(draft.header ? { headerDiscount: draft.header } : {}) },
      pricingDefaults,
    )
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** `value` as it was `ms` ago: what is typed fast is asked about once. */
export function useDelayed(value: string, ms: number): string {
  const [late, setLate] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return late
}
