import { CloudAlert, CloudCheck, CloudOff, CloudUpload } from 'lucide-react'
import { useT } from '#shared/i18n.ts'

export type SyncState =
  | { kind: 'synced' }
  | { kind: 'waiting'; n: number }
  | { kind: 'sending'; done: number; n: number }
  | { kind: 'attention'; n: number }

const ICON = { synced: CloudCheck, waiting: CloudOff, sending: CloudUpload, attention: CloudAlert }

/** Where the work of this phone is. Pressing it opens what waits. */
export function SyncPill({ state, onPress }: { state: SyncState; onPress?: () => void }) {
  const t = useT()
  const Icon = ICON[state.kind]
  return (
    <button type="button" className="fl-sync" data-kind={state.kind} onClick={onPress} aria-live="polite">
      <span>
        <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
        {t(`ui.sync.${state.kind}`, state)}
      </span>
    </button>
  )
}
