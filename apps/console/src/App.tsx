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
import { Login } from './shell/Login.tsx'

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

function Gate() {
  const t = useT()
  const session = useSession()
  if (session.kind === 'loading') return null
  if (session.kind === 'out' && window.location.pathname.endsWith('/sign-up'))
    return (
      <Suspense fallback={null}>
        <SignUp />
      </Suspense>
    )
  if (session.kind === 'out') return <Login />
  if (session.kind === 'in') return <RouterProvider router={router} />
  return (
    <Empty icon={CloudOff} title={t('shell.boot.failed')} action={<Button onClick={() => void retrySession()}>{t('shell.retry')}</Button>}>
      {problemSentence(session.problem)}
    </Empty>
  )
}
