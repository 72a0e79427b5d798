import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { createContext, type ReactNode } from 'react'
import { knows, useT } from '#shared/i18n.ts'
import type { Shape } from './ruleShape.ts'

/** Paths of the cells that the schema would refuse. */
export const Faults = createContext<ReadonlySet<string>>(new Set())

export type EditorProps = {
  /** what a screen reader calls it */
  name: string
  /** where it stands in the rule, `lines.3.points` */
  path: string
  value: unknown
  shape: Shape
  disabled: boolean
  /** kept in fen, typed in yuan; else the name says so (`kaCapitalFen`) */
  money?: boolean
  onChange: (next: unknown) => void
}

/** The words of a field or a plain value of a rule; a company's own values stand for themselves. */
export function useRuleWords(): { key: (key: string) => string; word: (value: unknown) => string } {
  const t = useT()
  return {
    key: (key) => (knows(`rules.key.${key}`) ? t(`rules.key.${key}`) : key),
    word: (value) => (knows(`rules.word.${String(value)}`) ? t(`rules.word.${String(value)}`) : String(value)),
  }
}

/** `min` of a schema as `分钟`; a unit without words is not shown to people. */
export function unitWords(unit: string | undefined, t: ReturnType<typeof useT>): string | undefined {
  return unit && knows(`rules.unit.${unit}`) ? t(`rules.unit.${unit}`) : undefined
}

export function IconButton({
  words,
  press,
  disabled,
  children,
}: {
  words: string
  press: () => void
  disabled?: boolean
  children: ReactNode
}) {
  return (
    <button type="button" className="fl-icon" aria-label={words} title={words} disabled={disabled} onClick={press}>
      {children}
    </button>
  )
}

/** Order counts: the first row that fits decides. */
export function RowMoves({
  no,
  of,
  onMove,
  onRemove,
}: {
  no: number
  of: number
  onMove: (by: 1 | -1) => void
  onRemove: (() => void) | null
}) {
  const t = useT()
  return (
    <span className="rule-moves">
      <IconButton words={t('rules.row.up', { no })} disabled={no === 1} press={() => onMove(-1)}>
        <ArrowUp size={14} />
      </IconButton>
      <IconButton words={t('rules.row.down', { no })} disabled={no === of} press={() => onMove(1)}>
        <ArrowDown size={14} />
      </IconButton>
      <IconButton words={t('rules.row.remove', { no })} disabled={!onRemove} press={() => onRemove?.()}>
        <X size={14} />
      </IconButton>
    </span>
  )
}
