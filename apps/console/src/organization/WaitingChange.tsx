import { Link } from '@tanstack/react-router'
import { addMessages, useT } from '#shared/i18n.ts'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { waitingChangeMessages } from './waitingChange.messages.ts'

addMessages(waitingChangeMessages)

/** A change of this that somebody must agree to first; what stands below is what is in force. */
export function WaitingChange({ approvalId }: { approvalId: string | null }) {
  const t = useT()
  if (!approvalId) return null
  return (
    <Refusal tone="quiet" action={<Link to={`/approvals/${approvalId}`}>{t('org.change.look')}</Link>}>
      {t('org.change.waiting')}
    </Refusal>
  )
}
