import type { z } from 'zod'
import type { CardWaterfall } from '#modules/approvals/approval.contract.ts'
import { Waterfall } from '#shared/ui/Waterfall.tsx'
import { useWords } from '../shell/useWords.ts'

/** From list price to margin, as the quotations room tells it. */
export function PriceFall({ data }: { data: z.output<typeof CardWaterfall> }) {
  const words = useWords()
  return (
    <Waterfall
      fromFen={data.fromFen}
      bars={data.bars.map((bar) => ({ ...bar, label: words(bar.label), note: bar.note ? words(bar.note) : undefined }))}
      lines={data.lines.map((line) => ({ ...line, label: words(line.label) }))}
    />
  )
}
