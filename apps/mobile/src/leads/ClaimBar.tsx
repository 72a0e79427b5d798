import { api } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { Countdown } from '#shared/ui/Countdown.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { useAct } from '../shell/useAct.tsx'
import { useWords } from '../shell/useWords.ts'
import type { LeadDetail } from './leadText.ts'

/** Dock of a lead in the pool: take it, or when and why not. */
export function ClaimBar({ lead }: { lead: LeadDetail }) {
  const t = useT()
  const words = useWords()
  const claim = useAct(() => api.leads.claimLead({ id: lead.id }))
  const reason = lead.claim?.reasons[0]
  if (claim.refusal) return claim.refusal
  if (lead.claim?.ok)
    return (
      <BigButton busy={claim.busy} onPress={() => claim.run(undefined)}>
        {t('leads.claim')}
      </BigButton>
    )
  return (
    <BigButton disabled>
      {lead.claim?.from ? (
        <Countdown dueAt={lead.claim.from} kind="opening" suffix={t('leads.opensForMe')} />
      ) : reason ? (
        words({ key: reason.code, params: reason.params })
      ) : (
        t('leads.claim')
      )}
    </BigButton>
  )
}
