// The phone's parts on pages that look like the product, with figures of the demo story. Development only.
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
import MePage from '../organization/Me.tsx'
import { tabs } from '../routes.tsx'
import { Login } from '../shell/Login.tsx'
import { Screens } from '../shell/screens.ts'
import { mobileMessages } from '../shell.messages.ts'
import { ApprovePage } from './ApprovePage.tsx'
import { PoolPage, TodayPage } from './pages.tsx'
import { CameraPage, GatePage, VisitPage } from './visitPages.tsx'

const pages = {
  today: TodayPage,
  leads: PoolPage,
  visit: VisitPage,
  camera: CameraPage,
  approve: ApprovePage,
  gate: GatePage,
  me: MePage,
  login: Login,
}
const wanted = (new URLSearchParams(location.search).get('page') ?? 'today') as keyof typeof pages

// The gallery shows the tab bar whole; the app shows what has a screen.
const offered = {
  tabs,
  screens: tabs.map(({ key, path }) => ({ path, title: `shell.nav.${key}`, load: async () => ({ default: pages[wanted] }) })),
}

function Page() {
  const Shown = pages[wanted]
  return useMe() ? (
    <Screens value={offered}>
      <Shown />
    </Screens>
  ) : null
}

startTheme()
startLanguage()
addMessages(coreMessages, uiMessages, sharedShellMessages, mobileMessages)
const router = createRouter({
  routeTree: createRootRoute({ component: Page, notFoundComponent: () => null }),
  history: createMemoryHistory({ initialEntries: [`/${wanted}`] }),
})
void startStory().then(() => createRoot(document.getElementById('app') as HTMLElement).render(<RouterProvider router={router} />))
