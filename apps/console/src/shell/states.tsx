import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { CloudOff, FileQuestionMark, Lock, TriangleAlert } from 'lucide-react'
import { useT } from '#shared/i18n.ts'
import { failedSentence, isOffline, isProblem, problemSentence } from '#shared/problem.ts'
import { Empty } from '#shared/ui/Empty.tsx'

/** The screen exists, the role does not reach it. */
export function Denied({ screen }: { /** the screen's name */ screen: string }) {
  const t = useT()
  return (
    <Empty icon={Lock} title={t('shell.denied.title')}>
      {t('shell.denied.body', { screen })}
    </Empty>
  )
}

/** No such address, or a record that is not ours to see: the same words, so that nobody learns which. */
export function Missing() {
  const t = useT()
  return (
    <Empty icon={FileQuestionMark} title={t('shell.missing.title')} action={<Link to="/">{t('shell.home')}</Link>}>
      {t('shell.missing.body')}
    </Empty>
  )
}

/** A load that failed, in the place of the content. `retry` asks again. */
export function Failed({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useT()
  if (isProblem(error) && error.problem?.status === 404) return <Missing />
  if (isProblem(error) && error.problem?.status === 403) return <Empty icon={Lock} title={problemSentence(error)} />
  return (
    <Empty
      icon={isOffline(error) ? CloudOff : TriangleAlert}
      tone={isOffline(error) ? undefined : 'bad'}
      title={t('shell.error.title')}
      action={<Button onClick={retry}>{t('shell.retry')}</Button>}
    >
      {failedSentence(error)}
    </Empty>
  )
}

/** What the router shows when a screen throws or cannot be loaded. */
export function ScreenError({ error, reset }: ErrorComponentProps) {
  return <Failed error={error} retry={reset} />
}
