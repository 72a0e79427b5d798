import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate } from '@tanstack/react-router'
import { may, useMe } from '#shared/session.ts'
import { Skeleton } from '#shared/ui/Skeleton.tsx'
import { navigation } from './navigation.ts'
import { type Screen, screens } from './routes.tsx'
import { Frame } from './shell/Frame.tsx'
import { Missing, ScreenError } from './shell/states.tsx'

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** The permission without which the screen says who can open it. */
    needs?: string
  }
}

function Root() {
  const me = useMe()
  return me ? <Frame me={me} screens={screens} /> : null
}

/** `/` leads to the first page of the navigation that this person may see. */
function Home() {
  const me = useMe()
  const first = navigation
    .flatMap((group) => group.entries)
    .find((entry) => screens.some((screen) => screen.path === entry.path && may(me, screen.needs)))
  return <Navigate to={first?.path ?? '/settings'} replace />
}

function Loading() {
  return (
    <div className="page">
      <Skeleton />
    </div>
  )
}

/** Routes of the registry below one frame. */
export function makeRouter(all: Screen[]) {
  const root = createRootRoute({ component: Root, notFoundComponent: Missing })
  const home = createRoute({ getParentRoute: () => root, path: '/', component: Home })
  const rest = all.map((screen) =>
    createRoute({
      getParentRoute: () => root,
      path: screen.path,
      component: lazyRouteComponent(screen.load),
      staticData: { needs: screen.needs },
    }),
  )
  return createRouter({
    routeTree: root.addChildren([home, ...rest]),
    basepath: '/console',
    defaultPendingComponent: Loading,
    defaultPendingMs: 0,
    defaultPendingMinMs: 0,
    defaultErrorComponent: ScreenError,
    defaultPreload: 'intent',
    scrollRestoration: true,
  })
}
