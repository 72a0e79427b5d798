import { CloudOff, ShieldAlert, ShieldCheck, ShieldX } from 'lucide-react'
import { useT } from '#shared/i18n.ts'
import { Chip } from './Chip.tsx'

export type TrustVerdict = 'trusted' | 'suspect' | 'rejected' | 'pending'

const LOOK = {
  trusted: { tone: 'ok', icon: ShieldCheck },
  suspect: { tone: 'warn', icon: ShieldAlert },
  rejected: { tone: 'bad', icon: ShieldX },
  pending: { tone: 'plain', icon: CloudOff },
} as const

/** What the system thinks of a visit's proof. @param score 0–100, 100 is no doubt */
export function Trust({ verdict, score }: { verdict: TrustVerdict; score?: number | null }) {
  const t = useT()
  const { tone, icon } = LOOK[verdict]
  return (
    <Chip tone={tone} icon={icon}>
      {t(`ui.trust.${verdict}`)}
      {typeof score === 'number' ? ` ${score}` : ''}
    </Chip>
  )
}
