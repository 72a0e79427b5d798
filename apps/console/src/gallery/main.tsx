// The parts on pages that look like the product, with figures of the demo story. Development only.
import '#shared/tokens.css'
import '#shared/ui.css'
import '../shell.css'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { coreMessages } from '#core/core.messages.ts'
import { startStory } from '#shared/gallery.ts'
import { addMessages, startLanguage } from '#shared/i18n.ts'
import { useMe } from '#shared/session.ts'
import { sharedShellMessages } from '#shared/shell.messages.ts'
import { startTheme } from '#shared/theme.ts'
import { uiMessages } from '#shared/ui/ui.messages.ts'
import { Look } from '../App.tsx'
import { navigation } from '../navigation.ts'
import type { Screen } from '../routes.tsx'
import { Frame } from '../shell/Frame.tsx'
import { Login } from '../shell/Login.tsx'
import { plugs } from '../shell/plugs.ts'
import { consoleMessages } from '../shell.messages.ts'
import { ApprovalPage } from './ApprovalPage.tsx'
import { PoolPage } from './PoolPage.tsx'
import { StatesPage } from './StatesPage.tsx'
import { ThreadPage } from './ThreadPage.tsx'

const pages = { pool: PoolPage, approvals: ApprovalPage, accounts: ThreadPage, states: StatesPage, login: Login }
const wanted = (new URLSearchParams(location.search).get('page') ?? 'pool') as keyof typeof pages
const load = async () => ({ default: pages[wanted] })
const screens: Screen[] = navigation.flatMap((group) =>
  group.entries.map((entry) => ({ path: entry.path, title: `shell.nav.${entry.key}`, load })),
)

plugs.useCounts = () => ({
  leads: { n: 12 },
  pool: { n: 246 },
  visits: { n: 3, mine: true },
  opportunities: { n: 10 },
  approvals: { n: 4, mine: true },
})
plugs.useUnread = () => 3

function Page() {
  const me = useMe()
  const Shown = pages[wanted]
  if (wanted === 'login') return <Login />
  return me ? (
    <Frame me={me} screens={screens}>
      <Shown />
    </Frame>
  ) : null
}

startTheme()
startLanguage()
addMessages(coreMessages, uiMessages, sharedShellMessages, consoleMessages)
const router = createRouter({
  routeTree: createRootRoute({ component: Page, notFoundComponent: () => null }),
  history: createMemoryHistory({ initialEntries: [`/${wanted}`] }),
})
void startStory().then(() =>
  createRoot(document.getElementById('app') as HTMLElement).render(
    <Look>
      <RouterProvider router={router} />
    </Look>,
  ),
)
