import { useT } from '#shared/i18n.ts'
import { Due as SharedDue } from '#shared/Security.tsx'
import { leave } from './leave.ts'

/** What has to be done before anything else is open. */
export default function Due() {
  const t = useT()
  return <SharedDue leave={() => void leave(t)} />
}
