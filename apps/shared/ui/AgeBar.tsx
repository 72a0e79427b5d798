import { useFormats, useT } from '#shared/i18n.ts'

export type AgeKey = 'd1_30' | 'd31_60' | 'd61_90' | 'd90'
export type AgePart = { key: AgeKey /** integer fen */; fen: number; items: number }

/** Overdue money by age, as one bar and as a table. Pressing a part filters the list it belongs to. */
export function AgeBar({ parts, chosen, onChoose }: { parts: AgePart[]; chosen?: AgeKey | null; onChoose?: (key: AgeKey | null) => void }) {
  const f = useFormats()
  const t = useT()
  const sum = parts.reduce((all, part) => all + part.fen, 0)
  return (
    <div className="fl-age">
      <div className="fl-age-bar" aria-hidden="true">
        {parts.map((part) =>
          part.fen > 0 ? (
            <i key={part.key} data-age={part.key} data-off={!!chosen && chosen !== part.key} style={{ flexGrow: part.fen }} />
          ) : null,
        )}
      </div>
      <ul>
        {parts.map((part) => (
          <li key={part.key}>
            <button
              type="button"
              aria-pressed={chosen === part.key}
              disabled={!onChoose}
              onClick={() => onChoose?.(chosen === part.key ? null : part.key)}
            >
              <i data-age={part.fen > 0 ? part.key : 'none'} aria-hidden="true" />
              <span>{t(`ui.age.${part.key}`)}</span>
              <small>{t('ui.age.items', { n: part.items })}</small>
              <b>{f.money(part.fen)}</b>
              <small>{sum > 0 ? f.percent(part.fen / sum) : f.percent(0)}</small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
