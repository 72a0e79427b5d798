import { NOTHING } from '#shared/formats.ts'
import { useFormats } from '#shared/i18n.ts'

type Props = {
  /** integer fen; null is nothing, shown as a dash */
  fen: number | null
  /** booked `¥160,000.00`, short `¥160,000`, board `¥86 万`, plain `160,000.00` */
  as?: 'booked' | 'short' | 'board' | 'plain'
  /** arrived is solid green: only for money that is here */
  tone?: 'arrived' | 'overdue' | 'soon' | 'quiet'
}

export function Money({ fen, as = 'booked', tone }: Props) {
  const f = useFormats()
  const write = { booked: f.money, short: f.moneyShort, board: f.moneyBoard, plain: f.amount }[as]
  return (
    <span className="fl-money" data-tone={tone}>
      {fen === null ? NOTHING : write(fen)}
    </span>
  )
}
