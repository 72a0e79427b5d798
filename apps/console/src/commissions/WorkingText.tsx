import type { z } from 'zod'
import type { Working as Shape } from '#modules/commissions/commission.contract.ts'
import { useFormats } from '#shared/i18n.ts'

export type Working = z.output<typeof Shape>

/** The working as a sum anybody can redo: `400,000 × 1.5% = 6,000`. */
export function WorkingText({ working }: { working: Working }) {
  const f = useFormats()
  return (
    <ul className="working">
      {working.parts
        .filter((part) => part.basisFen !== 0)
        .map((part) => (
          <li key={part.fromPercent}>
            {f.moneyShort(part.basisFen)} × {part.ratePercent}%{part.commissionFen === undefined ? '' : ` = ${f.money(part.commissionFen)}`}
          </li>
        ))}
      {working.commissionFen !== undefined && working.parts.filter((part) => part.basisFen !== 0).length !== 1 ? (
        <li>
          <b>= {f.money(working.commissionFen)}</b>
        </li>
      ) : null}
    </ul>
  )
}
