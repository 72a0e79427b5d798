import { Outlet, useRouterState } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { useT } from '#shared/i18n.ts'
import { type Me, may } from '#shared/session.ts'
import type { Screen } from '../routes.tsx'
import { useCrumbName } from './crumb.ts'
import { Navigation } from './Navigation.tsx'
import { plugs } from './plugs.ts'
import { Denied } from './states.tsx'
import { TopBar } from './TopBar.tsx'

const SearchDialog = lazy(() => import('./SearchDialog.tsx'))
const FOLDED = 'fieldloop.nav.folded'

/** Everything around a screen: navigation, top bar, search. `children` stands in for the routed screen (gallery). */
export function Frame({ me, screens, children }: { me: Me; screens: Screen[]; children?: ReactNode }) {
  const t = useT()
  const screen = useScreen(screens)
  const counts = plugs.useCounts()
  const [folded, setFolded] = useState(() => localStorage.getItem(FOLDED) === '1')
  const [unfolded, setUnfolded] = useState(false)
  const [menu, setMenu] = useState(false)
  const [search, setSearch] = useState<'never' | 'open' | 'closed'>('never')
  const path = useRouterState({ select: (state) => state.location.pathname })
  const narrow = useNarrow()
  useSearchKey(() => setSearch('open'))
  useTitle(screen)
  // A drawer that stays over the page it led to would hide it; a rail screen folds again when it is opened again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what changed
  useEffect(() => {
    setMenu(false)
    setUnfolded(false)
  }, [path])
  if (screen?.bare) return <main data-screen={screen.path}>{children ?? <Outlet />}</main>
  const rail = narrow || (screen?.rail ? !unfolded : folded)
  const fold = () => {
    if (narrow) setMenu(true)
    else if (screen?.rail) setUnfolded(!unfolded)
    else {
      localStorage.setItem(FOLDED, folded ? '0' : '1')
      setFolded(!folded)
    }
  }
  return (
    <div className="frame">
      <Navigation me={me} screens={screens} counts={counts} rail={rail} onFold={fold} />
      <div className="frame-body">
        <TopBar screens={screens} screen={screen} onSearch={() => setSearch('open')} onMenu={() => setMenu(true)} />
        {me.tenant.state === 'read_only' ? (
          <p className="read-only" role="status">
            {t('shell.readOnly')}
          </p>
        ) : null}
        <main data-screen={screen?.path}>
          {may(me, screen?.needs) ? (children ?? <Outlet />) : <Denied screen={t(screen?.title ?? '')} />}
        </main>
      </div>
      <Drawer open={menu} onClose={() => setMenu(false)} placement="left" size={228} closable={false} styles={{ body: { padding: 0 } }}>
        <Navigation me={me} screens={screens} counts={counts} rail={false} onFold={() => setMenu(false)} />
      </Drawer>
      {search === 'never' ? null : (
        <Suspense>
          <SearchDialog screens={screens} open={search === 'open'} onClose={() => setSearch('closed')} />
        </Suspense>
      )}
    </div>
  )
}

/** The registry's entry of the open route. */
function useScreen(screens: Screen[]): Screen | undefined {
  const id = useRouterState({ select: (state) => state.matches.at(-1)?.fullPath as string | undefined })
  return screens.find((screen) => screen.path === id)
}

function useTitle(screen: Screen | undefined): void {
  const t = useT()
  const own = useCrumbName()
  const title = own ?? (screen ? t(screen.title) : null)
  useEffect(() => {
    document.title = title ? `${title} · Fieldloop` : 'Fieldloop'
  }, [title])
}

function useNarrow(): boolean {
  const query = '(max-width: 1199px)'
  const [narrow, setNarrow] = useState(() => window.matchMedia(query).matches)
  useEffect(() => {
    const media = window.matchMedia(query)
    const tell = () => setNarrow(media.matches)
    media.addEventListener('change', tell)
    return () => media.removeEventListener('change', tell)
  }, [])
  return narrow
}

function useSearchKey(open: () => void): void {
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        open()
      }
    }
    document.addEventListener('keydown', key)
    return () => document.removeEventListener('keydown', key)
  })
}
