import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { CloudOff, FileQuestionMark, TriangleAlert } from 'lucide-react'
import { useT } from '#shared/i18n.ts'
import { failedSentence, isOffline, isProblem } from '#shared/problem.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { BigButton } from './BigButton.tsx'

/** No such address, or a record that is not ours to see: the same words, so that nobody learns which. */
export function Missing() {
  const t = useT()
  return (
    <Empty icon={FileQuestionMark} title={t('shell.missing.title')} action={<Link to="/">{t('shell.home')}</Link>}>
      {t('shell.missing.body')}
    </Empty>
  )
}

/** A load that failed, in the place of the content. */
export function Failed({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useT()
  if (isProblem(error) && error.problem?.status === 404) return <Missing />
  const offline = isOffline(error)
  return (
    <Empty
      icon={offline ? CloudOff : TriangleAlert}
      tone={offline ? undefined : 'bad'}
      title={t('shell.error.title')}
      action={
        <BigButton look="plain" narrow onPress={retry}>
          {t('shell.retry')}
        </BigButton>
      }
    >
      {failedSentence(error)}
    </Empty>
  )
}

/** What the router shows when a screen throws or cannot be loaded. */
export function ScreenError({ error, reset }: ErrorComponentProps) {
  return <Failed error={error} retry={reset} />
}
