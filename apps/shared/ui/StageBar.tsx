import { useT } from '#shared/i18n.ts'

export type StageStep = { key: string; name: string /** 0–100 */; probability?: number }

/**
 * Five segments of the sales process. Done is full, now is half, to come is empty.
 * @param share how much of the present stage's conditions are met, 0–1
 */
export function StageBar({ stages, current, share = 0.5, lost }: { stages: StageStep[]; current: string; share?: number; lost?: boolean }) {
  const t = useT()
  const at = stages.findIndex((stage) => stage.key === current)
  const last = at === stages.length - 1
  return (
    <ol className="fl-stages" data-lost={lost || undefined} data-won={last || undefined}>
      {stages.map((stage, i) => (
        <li key={stage.key} data-state={i < at || last ? 'done' : i === at ? 'now' : 'next'} aria-current={i === at ? 'step' : undefined}>
          <i>
            <i style={{ transform: `scaleX(${i < at || last ? 1 : i === at ? share : 0})` }} />
          </i>
          <span>
            {stage.name}
            {stage.probability === undefined ? null : <small>{stage.probability}%</small>}
          </span>
          {i === at ? <span className="fl-sr">{t('ui.stage.now', { stage: stage.name })}</span> : null}
        </li>
      ))}
    </ol>
  )
}
