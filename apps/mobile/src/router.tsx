import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Skeleton, SkeletonCard } from '#shared/ui/Skeleton.tsx'
import { screens, tabs } from './routes.tsx'
import type { Screen } from './shell/screens.ts'
import { Missing, ScreenError } from './shell/states.tsx'
import { UpdateNote } from './shell/UpdateNote.tsx'

/** The browser's tab and the task switcher say which page this is. */
function useTitle() {
  const t = useT()
  const path = useRouterState({ select: (state) => state.matches.at(-1)?.fullPath as string | undefined })
  const screen = screens.find((one) => one.path === path)
  const title = screen ? `${t(screen.title)} · Fieldloop` : 'Fieldloop'
  useEffect(() => {
    document.title = title
  }, [title])
}

function Root() {
  useTitle()
  return (
    <>
      <Outlet />
      <UpdateNote />
    </>
  )
}

/** `/` leads to the first tab that this person has. */
function Home() {
  const me = useMe()
  const first = tabs.find((tab) => screens.some((screen) => screen.path === tab.path && may(me, screen.needs)))
  return <Navigate to={first?.path ?? '/me'} replace />
}

function Loading() {
  return (
    <main className="tab-page">
      <Skeleton>
        <SkeletonCard height={260} />
        <SkeletonCard />
        <SkeletonCard />
      </Skeleton>
    </main>
  )
}

/** Routes of the registry. */
export function makeRouter(all: Screen[]) {
  const root = createRootRoute({ component: Root, notFoundComponent: Missing })
  const home = createRoute({ getParentRoute: () => root, path: '/', component: Home })
  const rest = all.map((screen) =>
    createRoute({ getParentRoute: () => root, path: screen.path, component: lazyRouteComponent(screen.load) }),
  )
  return createRouter({
    routeTree: root.addChildren([home, ...rest]),
    basepath: '/m',
    defaultPendingComponent: Loading,
    defaultPendingMs: 0,
    defaultPendingMinMs: 0,
    defaultErrorComponent: ScreenError,
    scrollRestoration: true,
  })
}
