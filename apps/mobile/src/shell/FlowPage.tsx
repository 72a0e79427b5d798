import { useRouter } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { stopwatch } from '#shared/formats.ts'
import { useT } from '#shared/i18n.ts'
import { useServerNow } from '#shared/ui/Countdown.tsx'
import { Dock } from '#shared/ui/Dock.tsx'

type Props = {
  title: ReactNode
  sentence?: ReactNode
  /** instant the running clock counts from, ISO-8601; shown right */
  runningSince?: string
  /** right of the title when nothing runs */
  extra?: ReactNode
  /** map or evidence, right under the bar */
  proof?: ReactNode
  children: ReactNode
  /** buttons of the dock: at most one filled */
  dock?: ReactNode
  dockNote?: ReactNode
  onBack?: () => void
}

/** Task flow and decision: bar of 48 px, proof, steps, dock with the next act. No tab bar: one thing at a time. */
export function FlowPage({ title, sentence, runningSince, extra, proof, children, dock, dockNote, onBack }: Props) {
  const t = useT()
  const router = useRouter()
  return (
    <>
      <main className="flow-page" data-dock={!!dock}>
        <header className="flow-bar">
          <button type="button" aria-label={t('shell.back')} onClick={onBack ?? (() => router.history.back())}>
            <ChevronLeft size={24} strokeWidth={1.75} />
          </button>
          <div>
            <h1>{title}</h1>
            {sentence ? <p>{sentence}</p> : null}
          </div>
          {runningSince ? <Running since={runningSince} /> : extra}
        </header>
        {proof ? <section className="proof">{proof}</section> : null}
        {children}
      </main>
      {dock ? <Dock note={dockNote}>{dock}</Dock> : null}
    </>
  )
}

function Running({ since }: { since: string }) {
  const t = useT()
  const spent = useServerNow(1000).getTime() - Date.parse(since)
  return (
    <time className="running" role="timer" aria-label={t('mobile.clock')}>
      {stopwatch(spent)}
    </time>
  )
}
