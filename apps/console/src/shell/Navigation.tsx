import { Link, useRouterState } from '@tanstack/react-router'
import { Tooltip } from 'antd'
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { useFormats, useT } from '#shared/i18n.ts'
import { Logo, Mark } from '#shared/Logo.tsx'
import { type Me, may } from '#shared/session.ts'
import { type NavEntry, navigation } from '../navigation.ts'
import type { Screen } from '../routes.tsx'
import { CompanySwitch } from './CompanySwitch.tsx'
import type { Counts } from './plugs.ts'
import { UserMenu } from './UserMenu.tsx'

type Props = { me: Me; screens: Screen[]; counts: Counts; rail: boolean; onFold: () => void }

/** Left column: the street in the order of the money. Folded to a rail on boards and editors. */
export function Navigation({ me, screens, counts, rail, onFold }: Props) {
  const t = useT()
  const shown = (entry: NavEntry) => {
    const screen = screens.find((one) => one.path === entry.path)
    return screen !== undefined && may(me, screen.needs)
  }
  const groups = navigation.map((group) => ({ ...group, entries: group.entries.filter(shown) })).filter((group) => group.entries.length > 0)
  const Fold = rail ? PanelLeftOpen : PanelLeftClose
  const foldWords = t(rail ? 'console.nav.unfold' : 'console.nav.fold')
  return (
    <header className="nav" data-rail={rail}>
      <div className="nav-head">
        {rail ? <Mark size={32} /> : <Logo size={28} />}
        <button type="button" className="fl-icon nav-fold" aria-label={foldWords} title={foldWords} onClick={onFold}>
          <Fold size={16} strokeWidth={1.75} />
        </button>
      </div>
      {rail ? null : <CompanySwitch me={me} />}
      <nav aria-label={t('console.nav')}>
        {groups.map((group) => (
          <ul key={group.key}>
            {group.name ? <li className="nav-group">{rail ? <hr /> : t(group.name)}</li> : null}
            {group.entries.map((entry) => (
              <li key={entry.key}>
                <Entry entry={entry} count={counts[entry.key]} rail={rail} />
              </li>
            ))}
          </ul>
        ))}
      </nav>
      <UserMenu me={me} rail={rail} />
    </header>
  )
}

function Entry({ entry, count, rail }: { entry: NavEntry; count?: Counts[string]; rail: boolean }) {
  const t = useT()
  const f = useFormats()
  const at = useRouterState({ select: (state) => state.location.pathname })
  const active = at === entry.path || at.startsWith(`${entry.path}/`)
  const Icon = entry.icon
  const name = t(`shell.nav.${entry.key}`)
  const link = (
    <Link
      to={entry.path}
      className="nav-entry"
      data-active={active}
      aria-current={active ? 'page' : undefined}
      aria-label={rail ? name : undefined}
    >
      <Icon size={rail ? 18 : 16} strokeWidth={1.75} aria-hidden="true" />
      {rail ? null : <span>{name}</span>}
      {count && count.n > 0 ? <small data-mine={count.mine}>{rail ? null : f.count(count.n)}</small> : null}
    </Link>
  )
  return rail ? (
    <Tooltip title={name} placement="right">
      {link}
    </Tooltip>
  ) : (
    link
  )
}
