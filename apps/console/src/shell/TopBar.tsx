import { Link } from '@tanstack/react-router'
import { Popover } from 'antd'
import { Bell, ChevronRight, CircleQuestionMark, Menu, Search } from 'lucide-react'
import { Fragment, useState } from 'react'
import { useT } from '#shared/i18n.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import type { Screen } from '../routes.tsx'
import { useCrumbName } from './crumb.ts'
import { plugs } from './plugs.ts'

type Props = { screens: Screen[]; screen: Screen | undefined; onSearch: () => void; onMenu: () => void }

/** Top bar: where I am, search, notices, keyboard. A screen may put its own keys or saves beside the search (`#top-extra`). */
export function TopBar({ screens, screen, onSearch, onMenu }: Props) {
  const t = useT()
  return (
    <search className="top">
      <button type="button" className="fl-icon top-menu" aria-label={t('console.nav.open')} onClick={onMenu}>
        <Menu size={18} strokeWidth={1.75} />
      </button>
      <Crumbs screens={screens} screen={screen} />
      <div id="top-extra" />
      <button type="button" className="top-search" onClick={onSearch} aria-keyshortcuts="Control+K">
        <Search size={16} strokeWidth={1.75} aria-hidden="true" />
        <span>{t('console.search')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <BellButton />
      <Popover content={<Keys />} title={t('console.keys')} trigger="click" placement="bottomRight">
        <button type="button" className="fl-icon" aria-label={t('console.keys')}>
          <CircleQuestionMark size={18} strokeWidth={1.75} />
        </button>
      </Popover>
    </search>
  )
}

function Crumbs({ screens, screen }: { screens: Screen[]; screen: Screen | undefined }) {
  const t = useT()
  const own = useCrumbName()
  const trail: Screen[] = []
  for (let at = screen; at; at = screens.find((one) => one.path === at?.parent)) trail.unshift(at)
  return (
    <nav className="crumbs" aria-label={t('console.crumbs')}>
      {trail.map((one, i) => {
        const last = i === trail.length - 1
        return (
          <Fragment key={one.path}>
            {i > 0 ? <ChevronRight size={14} strokeWidth={1.75} aria-hidden="true" /> : null}
            {last ? <span aria-current="page">{own ?? t(one.title)}</span> : <Link to={one.path}>{t(one.title)}</Link>}
          </Fragment>
        )
      })}
    </nav>
  )
}

function BellButton() {
  const t = useT()
  const [open, setOpen] = useState(false)
  const unread = plugs.useUnread()
  const { BellPanel } = plugs
  const panel = BellPanel ? (
    <BellPanel onClose={() => setOpen(false)} />
  ) : (
    <Empty icon={Bell} title={t('console.bell.none')}>
      {t('console.bell.none.body')}
    </Empty>
  )
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      content={<div className="bell-panel">{panel}</div>}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      destroyOnHidden
    >
      <button type="button" className="fl-icon bell" aria-label={unread ? t('console.bell.unread', { n: unread }) : t('console.bell')}>
        <Bell size={18} strokeWidth={1.75} />
        {unread ? <i /> : null}
      </button>
    </Popover>
  )
}

function Keys() {
  const t = useT()
  const keys: [string, string][] = [
    ['Ctrl K', 'console.keys.search'],
    ['↑ ↓', 'console.keys.walk'],
    ['Enter', 'console.keys.enter'],
    ['Esc', 'console.keys.close'],
  ]
  return (
    <dl className="keys">
      {keys.map(([key, words]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{t(words)}</dd>
        </div>
      ))}
    </dl>
  )
}
