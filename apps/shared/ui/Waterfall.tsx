import { useFormats } from '#shared/i18n.ts'

export type WaterfallBar = {
  key: string
  label: string
  /** second line under the label, e.g. `92%` */
  note?: string
  /** total stands on the ground; step hangs from the level before; rest hangs from the level of `above` */
  kind: 'total' | 'step' | 'rest'
  /** integer fen; a step is negative when it lowers the level */
  fen: number
  tone: 'grey' | 'warn' | 'bad' | 'pri' | 'ok'
}

export type WaterfallLine = { key: string; label: string /** integer fen */; fen: number; tone: 'quiet' | 'warn' | 'bad' }

type Placed = WaterfallBar & { low: number; high: number }

type Props = {
  bars: WaterfallBar[]
  /** authority lines and the floor, held against every bar */
  lines?: WaterfallLine[]
  /** bars are cut below this; say it in the title. integer fen */
  fromFen?: number
  height?: number
}

/** Each bar with the two levels it spans. A rest spans from the last step's level down by its amount. */
export function placeBars(bars: WaterfallBar[]): Placed[] {
  let level = 0
  let top = 0
  return bars.map((bar) => {
    if (bar.kind === 'total') {
      if (level === 0 || bar.fen <= level) top = Math.max(bar.fen, level)
      level = bar.fen
      return { ...bar, low: 0, high: bar.fen }
    }
    if (bar.kind === 'rest') return { ...bar, low: level, high: level + bar.fen }
    const to = level + bar.fen
    const placed = { ...bar, low: Math.min(level, to), high: Math.max(level, to) }
    level = to
    top = Math.max(top, placed.high)
    return placed
  })
}

const LABEL = 16

/** Names of lines that lie close together are moved apart, from above to below. */
function apart<L extends { at: number }>(lines: L[]): L[] {
  let free = Number.NEGATIVE_INFINITY
  return [...lines]
    .sort((a, b) => a.at - b.at)
    .map((line) => {
      const at = Math.max(line.at, free)
      free = at + LABEL
      return { ...line, at }
    })
}

/** Columns from list price to margin, with the lines that decide who must approve. */
export function Waterfall({ bars, lines = [], fromFen = 0, height = 300 }: Props) {
  const f = useFormats()
  const placed = placeBars(bars)
  const head = 26
  const foot = 46
  const max = Math.max(...placed.map((bar) => bar.high), ...lines.map((line) => line.fen))
  const y = (fen: number) => head + (1 - (Math.max(fen, fromFen) - fromFen) / (max - fromFen)) * (height - head - foot)
  const slot = 108
  const width = slot * bars.length + 128
  const named = apart(lines.map((line) => ({ ...line, at: y(line.fen) })))
  return (
    <div className="fl-waterfall">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={bars.map((bar) => `${bar.label} ${f.moneyShort(bar.fen)}`).join('，')}>
        <path d={`M0 ${height - foot + 0.5}H${slot * bars.length}`} stroke="var(--border)" />
        {placed.slice(1).map((bar, i) => {
          const before = placed[i] as Placed
          const level = before.kind === 'step' && before.fen < 0 ? before.low : before.high
          return (
            <path key={bar.key} d={`M${slot * i + slot / 2 + 32} ${y(level)}H${slot * (i + 1) + slot / 2 - 32}`} stroke="var(--ink4)" />
          )
        })}
        {named.map((line) => (
          <g key={line.key} data-tone={line.tone} className="fl-waterfall-line">
            <path d={`M0 ${y(line.fen)}H${slot * bars.length}`} strokeDasharray="5 4" />
            <text x={slot * bars.length + 8} y={line.at + 4}>
              {line.label}
            </text>
          </g>
        ))}
        {placed.map((bar, i) => (
          <g key={bar.key} transform={`translate(${slot * i + slot / 2} 0)`}>
            <rect
              x="-32"
              width="64"
              rx="3"
              y={y(bar.high)}
              height={Math.max(2, y(bar.low) - y(bar.high))}
              className="fl-bar"
              data-tone={bar.tone}
            />
            <text className="fl-waterfall-value" y={y(bar.high) - 7}>
              {f.moneyShort(bar.fen).replace('¥', '')}
            </text>
            <text className="fl-waterfall-label" y={height - foot + 19}>
              {bar.label}
            </text>
            <text className="fl-waterfall-note" y={height - foot + 37}>
              {bar.note}
            </text>
          </g>
        ))}
      </svg>
    </div>
  )
}

/** The same as rows for a phone: label, bar on one scale, amount. Lines run through all rows. */
export function WaterfallRows({ bars, lines = [], fromFen = 0 }: Props) {
  const f = useFormats()
  const placed = placeBars(bars)
  const max = Math.max(...placed.map((bar) => bar.high), ...lines.map((line) => line.fen))
  const at = (fen: number) => Math.min(100, Math.max(0, ((fen - fromFen) / (max - fromFen)) * 100))
  return (
    <div className="fl-waterfall-rows">
      {placed.map((bar) => (
        <div key={bar.key} data-tone={bar.tone}>
          <span>
            <span>{bar.label}</span> {bar.note}
          </span>
          <span className="fl-waterfall-track">
            <i
              className="fl-bar"
              data-tone={bar.tone}
              style={{ left: `${at(bar.low)}%`, width: `${Math.max(1, at(bar.high) - at(bar.low))}%` }}
            />
            {lines.map((line) => (
              <i key={line.key} className="fl-waterfall-mark" data-tone={line.tone} style={{ left: `${at(line.fen)}%` }} />
            ))}
          </span>
          <b>{f.moneyShort(bar.fen).replace('¥', '')}</b>
        </div>
      ))}
    </div>
  )
}
