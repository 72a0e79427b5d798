import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App as AntApp, Button, ConfigProvider } from 'antd'
import en from 'antd/es/locale/en_US.js'
import type { Locale } from 'antd/es/locale/index.js'
import zh from 'antd/es/locale/zh_CN.js'
import { CloudOff } from 'lucide-react'
import { lazy, type ReactNode, Suspense } from 'react'
import type { Language } from '#shared/formats.ts'
import { useLanguage, useT } from '#shared/i18n.ts'
import { isProblem, problemSentence } from '#shared/problem.ts'
import { retrySession, useSession } from '#shared/session.ts'
import { useThemeName } from '#shared/theme.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { darkTheme, lightTheme } from './antdTheme.ts'
import { makeRouter } from './router.tsx'
import { screens } from './routes.tsx'

/** Who is signed in never loads it. */
const Login = lazy(() => import('./shell/Login.tsx').then((screen) => ({ default: screen.Login })))
const ArrivalPage = lazy(() => import('#shared/Arrival.tsx').then((page) => ({ default: page.Arrival })))
const SecondFactorDue = lazy(() => import('./organization/SecurityCard.tsx').then((page) => ({ default: page.Due })))

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Only what may pass by itself is tried again; a refusal stays a refusal.
      retry: (failures, error) => failures < 2 && !(isProblem(error) && error.problem !== null && error.problem.status < 500),
    },
    mutations: { retry: false },
  },
})

// The files are ES modules, but antd's package does not say so: TypeScript sees one `default` too many.
const locales = { zh, en } as unknown as Record<Language, Locale>

const router = makeRouter(screens)
const SignUp = lazy(() => import('./shell/SignUp.tsx'))

/** antd under our theme and language. */
export function Look({ children }: { children: ReactNode }) {
  const dark = useThemeName() === 'dark'
  const shown = useLanguage()
  return (
    <ConfigProvider theme={dark ? darkTheme : lightTheme} locale={locales[shown]} button={{ autoInsertSpace: false }}>
      <AntApp className="app">{children}</AntApp>
    </ConfigProvider>
  )
}

export function App() {
  return (
    <Look>
      <QueryClientProvider client={queryClient}>
        <Gate />
      </QueryClientProvider>
    </Look>
  )
}

/** An invitation, or back from the company's own page: told by the address alone. */
const arrives = /^\/console\/(invite|sign-in)\//.test(window.location.pathname)

function Gate() {
  const t = useT()
  const session = useSession()
  if (session.kind === 'loading') return null
  if (arrives)
    return (
      <Suspense>
        <ArrivalPage />
      </Suspense>
    )
  if (session.kind === 'out' && window.location.pathname.endsWith('/sign-up'))
    return (
      <Suspense>
        <SignUp />
      </Suspense>
    )
  if (session.kind === 'out')
    return (
      <Suspense>
        <Login />
      </Suspense>
    )
  if (session.kind === 'in' && session.me.secondFactorDue)
    return (
      <Suspense>
        <SecondFactorDue />
      </Suspense>
    )
  if (session.kind === 'in') return <RouterProvider router={router} />
  return (
    <Empty icon={CloudOff} title={t('shell.boot.failed')} action={<Button onClick={() => void retrySession()}>{t('shell.retry')}</Button>}>
      {problemSentence(session.problem)}
    </Empty>
  )
}
