import { useFormats, useT } from '#shared/i18n.ts'

type Props = { /** of the target, 80 = 80 % */ completion: number | null; tiers: { fromPercent: number; ratePercent: number }[] }

/** How far the target is reached, with a tick where each tier begins and its rate below. */
export function TierBar({ completion, tiers }: Props) {
  const t = useT()
  const f = useFormats()
  if (completion === null) return null
  const ticks = tiers.filter((tier) => tier.fromPercent > 0)
  const most = Math.max(completion, ...ticks.map((tier) => tier.fromPercent)) * 1.15 || 1
  const at = (percent: number) => `${Math.min(100, (percent / most) * 100)}%`
  return (
    <div className="tier-bar" role="img" aria-label={t('comm.bar', { done: f.percent(completion / 100) })}>
      <div>
        <i style={{ width: at(completion) }} />
        {ticks.map((tier) => (
          <b key={tier.fromPercent} style={{ left: at(tier.fromPercent) }}>
            <span>{tier.fromPercent}%</span>
          </b>
        ))}
      </div>
      <p>
        {tiers.map((tier, i) => {
          const until = tiers[i + 1]?.fromPercent ?? most
          return (
            <span key={tier.fromPercent} style={{ left: at((tier.fromPercent + Math.min(until, most)) / 2) }}>
              {tier.ratePercent}%
            </span>
          )
        })}
      </p>
    </div>
  )
}
