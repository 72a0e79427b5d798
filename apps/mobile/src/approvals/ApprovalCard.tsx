// What an approval is decided by: the figures, the way down to net, and the facts beside it.
import { CalendarClock, CircleCheck, type LucideIcon, Target, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormats, useT } from '#shared/i18n.ts'
import { Grade } from '#shared/ui/Grade.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { WaterfallRows } from '#shared/ui/Waterfall.tsx'
import { Rows } from '../shell/Rows.tsx'
import { useWords } from '../shell/useWords.ts'
import type { ApprovalDetail } from './ApprovalPage.tsx'

type Card = ApprovalDetail['card']

const colour = { grey: undefined, warn: 'var(--warn)', bad: 'var(--bad)', pri: 'var(--pri)', ok: 'var(--ok)' } as const

type TopProps = {
  chip: ReactNode
  /** who, when, how long */
  note: ReactNode
  title: string
  amountFen: number | null
  /** null for who holds a link alone: he is told title and sum */
  card: Card | null
}

/** What is asked, of whom, and for how much. */
export function CardTop({ chip, note, title, amountFen, card }: TopProps) {
  const words = useWords()
  return (
    <section className="phone-card approve-card">
      <div className="card-head">
        <span style={{ flex: '1 0 auto' }}>{chip}</span>
        {note ? <small>{note}</small> : null}
      </div>
      <h2 style={{ marginTop: 6 }}>
        {card?.accountLevel ? <Grade grade={card.accountLevel} /> : null} {title}
      </h2>
      {card?.subtitle ? <p className="quiet">{words(card.subtitle)}</p> : null}
      {amountFen === null ? null : (
        <div className="figure">
          <Money fen={amountFen} />
        </div>
      )}
      {card ? <Figures card={card} /> : null}
    </section>
  )
}

function Figures({ card }: { card: Card }) {
  const f = useFormats()
  const words = useWords()
  if (card.figures.length === 0) return null
  const shown = (value: number | null, unit: 'ratio' | 'fen' | 'days', key: string) => {
    if (value === null) return '—'
    if (unit === 'fen') return f.moneyShort(value)
    if (unit === 'days') return f.days(value)
    return `${key === 'floor' && value >= 0 ? '+' : ''}${f.percent(value)}`
  }
  return (
    <div className="triple">
      {card.figures.slice(0, 3).map((one) => (
        <div key={one.key}>
          <span>{words(one.label)}</span>
          <strong style={{ color: colour[one.tone] }}>{shown(one.value, one.unit, one.key)}</strong>
          {one.note ? <small title={words(one.note)}>{words(one.note).split(/，|, /)[0]}</small> : null}
        </div>
      ))}
    </div>
  )
}

/** The bars begin at a round sum. */
const CUT_FEN = 1_000_000

/** Down to the quotation: cost and margin stand in the figures above, so the bars may begin nearer to it. */
export function WaterfallCard({ card }: { card: Card }) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const { waterfall } = card
  if (!waterfall) return null
  const bars = waterfall.bars.filter((bar) => bar.key !== 'cost' && bar.key !== 'margin')
  const floor = waterfall.lines.filter((line) => line.tone === 'bad')
  const net = bars.find((bar) => bar.key === 'net')?.fen ?? waterfall.fromFen
  const least = Math.min(net, ...floor.map((line) => line.fen))
  const fromFen = Math.max(waterfall.fromFen, Math.floor((least * 0.85) / CUT_FEN) * CUT_FEN)
  return (
    <section className="phone-card">
      <div className="card-head quiet">
        <span style={{ flex: 1 }}>
          {fromFen > 0 ? t('approve.waterfall', { from: f.moneyBoard(fromFen) }) : t('approve.waterfall.whole')}
        </span>
        {floor.map((line) => (
          <span key={line.key} style={{ color: 'var(--bad)' }}>
            ┄ {words(line.label)}
          </span>
        ))}
      </div>
      <WaterfallRows
        fromFen={fromFen}
        bars={bars.map((bar) => ({
          key: bar.key,
          label: words(bar.label),
          note: bar.note && bar.kind !== 'total' ? words(bar.note) : undefined,
          kind: bar.kind,
          fen: bar.fen,
          tone: bar.tone,
        }))}
        lines={floor.map((line) => ({ key: line.key, label: words(line.label), fen: line.fen, tone: line.tone }))}
      />
    </section>
  )
}

const icons: Record<string, LucideIcon> = { terms: CalendarClock, opportunity: Target }

export function FactRows({ facts }: { facts: Card['facts'] }) {
  const words = useWords()
  if (facts.length === 0) return null
  return (
    <Rows
      rows={facts.map((one) => {
        const Icon = icons[one.key] ?? (one.tone === 'bad' || one.tone === 'warn' ? TriangleAlert : CircleCheck)
        return {
          key: one.key,
          to: one.link ?? undefined,
          lead: <Icon size={20} strokeWidth={1.75} style={{ color: colour[one.tone] }} />,
          title: words(one.title),
          detail: one.detail ? words(one.detail) : words(one.label),
        }
      })}
    />
  )
}
