import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { CloudOff } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useT } from '#shared/i18n.ts'
import { problemSentence } from '#shared/problem.ts'
import { retrySession, useSession } from '#shared/session.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { useWaiting } from './offline/phone.ts'
import { queryClient } from './queryClient.ts'
import { makeRouter } from './router.tsx'
import { screens, tabs } from './routes.tsx'
import { BigButton } from './shell/BigButton.tsx'
import { Screens } from './shell/screens.ts'

/** Only a page that was overtaken by another tab sees it. */
const Elsewhere = lazy(() => import('#shared/Elsewhere.tsx'))
/** Who is signed in never loads it. */
const Login = lazy(() => import('./shell/Login.tsx').then((screen) => ({ default: screen.Login })))

const ArrivalPage = lazy(() => import('#shared/Arrival.tsx').then((page) => ({ default: page.Arrival })))
const Due = lazy(() => import('./organization/Due.tsx'))
/** An invitation, or back from the company's own page: told by the address alone. */
const arrives = /^\/m\/(invite|sign-in)\//.test(window.location.pathname)
/** Only a new phone sees it. */
const Waiting = lazy(() => import('./organization/Waiting.tsx'))

const router = makeRouter(screens)
// The screen of this address is fetched while it is still asked who is here.
void router.preloadRoute({ to: location.pathname.slice(2) })
const offered = { screens, tabs }

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <Gate />
    </QueryClientProvider>
  )
}

function Gate() {
  const t = useT()
  const session = useSession()
  const waiting = useWaiting()
  if (session.kind === 'loading') return null
  if (arrives)
    return (
      <Suspense>
        <ArrivalPage />
      </Suspense>
    )
  if (session.kind === 'in' && (session.me.passwordDue || session.me.secondFactorDue))
    return (
      <Suspense>
        <Due />
      </Suspense>
    )
  if (session.kind === 'out')
    return (
      <Suspense>
        <Login />
      </Suspense>
    )
  if (session.kind === 'in' && waiting)
    return (
      <Suspense>
        <Waiting />
      </Suspense>
    )
  if (session.kind === 'in')
    return (
      <Screens value={offered}>
        <RouterProvider router={router} />
        <Suspense>{session.elsewhere ? <Elsewhere /> : null}</Suspense>
      </Screens>
    )
  return (
    <Empty
      icon={CloudOff}
      title={t('shell.boot.failed')}
      action={<BigButton onPress={() => void retrySession()}>{t('shell.retry')}</BigButton>}
    >
      {problemSentence(session.problem)}
    </Empty>
  )
}
