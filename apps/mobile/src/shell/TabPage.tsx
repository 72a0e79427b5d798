import { Link, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { useScreens } from './screens.ts'

type Props = {
  title: ReactNode
  sentence?: ReactNode
  /** right of the title: sync pill, quota, avatar */
  extra?: ReactNode
  /** row of filter chips */
  chips?: ReactNode
  children: ReactNode
}

/** A page under one of the five tabs: large title, cards, tab bar. */
export function TabPage({ title, sentence, extra, chips, children }: Props) {
  const t = useT()
  const readOnly = useMe()?.tenant.state === 'read_only'
  return (
    <>
      <main className="tab-page">
        <header className="large-title">
          <h1>{title}</h1>
          {extra ? <div className="large-title-extra">{extra}</div> : null}
          {sentence ? <p>{sentence}</p> : null}
        </header>
        {readOnly ? (
          <p className="read-only" role="status">
            {t('shell.readOnly')}
          </p>
        ) : null}
        {chips ? <div className="chip-row">{chips}</div> : null}
        {children}
      </main>
      <TabBar />
    </>
  )
}

/** Five entries at the bottom, 75×49 and more each. */
export function TabBar() {
  const t = useT()
  const me = useMe()
  const { screens, tabs } = useScreens()
  const at = useRouterState({ select: (state) => state.location.pathname })
  const shown = tabs.filter((tab) => screens.some((screen) => screen.path === tab.path && may(me, screen.needs)))
  return (
    <nav className="tab-bar" aria-label={t('mobile.tabs')}>
      {shown.map(({ key, path, icon: Icon }) => {
        const active = at === path || at.startsWith(`${path}/`)
        return (
          <Link key={key} to={path} data-active={active} aria-current={active ? 'page' : undefined}>
            <Icon size={23} strokeWidth={1.75} aria-hidden="true" />
            {t(`shell.nav.${key}`)}
          </Link>
        )
      })}
    </nav>
  )
}

/** Filter chip: looks 36 high, takes 48. */
export function TapChip({ on, onPress, children }: { on: boolean; onPress: () => void; children: ReactNode }) {
  return (
    <button type="button" className="tap-chip" aria-pressed={on} onClick={onPress}>
      <span>{children}</span>
    </button>
  )
}
