import { useNavigate } from '@tanstack/react-router'
import { Dropdown, type MenuProps } from 'antd'
import { Check, LogOut, Settings } from 'lucide-react'
import { chooseLanguage, useLanguage, useT } from '#shared/i18n.ts'
import { type Me, postOf, signOut } from '#shared/session.ts'
import { chooseTheme, type ThemeChoice, useThemeChoice } from '#shared/theme.ts'
import { Avatar } from '#shared/ui/Avatar.tsx'

const LOOKS: ThemeChoice[] = ['light', 'dark', 'system']

/** Who I am, at the foot of the navigation; theme, language and sign-out behind it. */
export function UserMenu({ me, rail }: { me: Me; rail: boolean }) {
  const t = useT()
  const look = useThemeChoice()
  const shown = useLanguage()
  const go = useNavigate()
  const tick = (on: boolean) => <Check size={16} strokeWidth={1.75} style={{ visibility: on ? 'visible' : 'hidden' }} />
  const items: MenuProps['items'] = [
    {
      type: 'group',
      label: t('shell.theme'),
      children: LOOKS.map((one) => ({
        key: one,
        icon: tick(look === one),
        label: t(`shell.theme.${one}`),
        onClick: () => chooseTheme(one),
      })),
    },
    {
      type: 'group',
      label: t('shell.language'),
      children: (['zh', 'en'] as const).map((one) => ({
        key: one,
        icon: tick(shown === one),
        label: t(`shell.language.${one}`),
        onClick: () => void chooseLanguage(one),
      })),
    },
    { type: 'divider' },
    {
      key: 'settings',
      icon: <Settings size={16} strokeWidth={1.75} />,
      label: t('console.settings'),
      onClick: () => void go({ to: '/settings' }),
    },
    { key: 'out', icon: <LogOut size={16} strokeWidth={1.75} />, label: t('shell.signOut'), onClick: () => void signOut() },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="topLeft">
      <button type="button" className="nav-user" data-raw aria-label={rail ? t('console.user', { name: me.name }) : undefined}>
        <Avatar name={me.name} size={rail ? 30 : 32} />
        {rail ? null : (
          <>
            <span>
              <b>{me.name}</b>
              <small>{postOf(me)}</small>
            </span>
            <Settings size={16} strokeWidth={1.75} aria-hidden="true" />
          </>
        )}
      </button>
    </Dropdown>
  )
}
