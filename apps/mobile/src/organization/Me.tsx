import { LogOut } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { chooseLanguage, useLanguage, useT } from '#shared/i18n.ts'
import { may, postOf, useMe } from '#shared/session.ts'
import { chooseTheme, type ThemeChoice, useThemeChoice } from '#shared/theme.ts'
import { Avatar } from '#shared/ui/Avatar.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { Rows } from '../shell/Rows.tsx'
import { useScreens } from '../shell/screens.ts'
import { TabPage } from '../shell/TabPage.tsx'
import { leave } from './leave.ts'
import { Phones } from './Phones.tsx'
import { Consents, Sessions } from './Privacy.tsx'

const Security = lazy(() => import('#shared/Security.tsx').then((page) => ({ default: page.Security })))

/** 我的: who I am, the pages without a tab, this phone's look and language, sign-out. */
export default function MePage() {
  const t = useT()
  const me = useMe()
  const { screens } = useScreens()
  const look = useThemeChoice()
  const shown = useLanguage()
  if (!me) return null
  const entries = screens.flatMap(({ path, title, menu: Icon, needs }) =>
    Icon && may(me, needs) ? [{ key: path, to: path, title: t(title), lead: <Icon size={20} strokeWidth={1.75} /> }] : [],
  )
  return (
    <TabPage title={me.name} sentence={`${postOf(me)} · ${me.tenant.name}`} extra={<Avatar name={me.name} size={40} />}>
      <Rows rows={entries} />
      <h2 className="section-title">{t('mobile.device')}</h2>
      <section className="phone-card choices">
        <Choice<ThemeChoice>
          label={t('shell.theme')}
          value={look}
          options={(['light', 'dark', 'system'] as const).map((key) => [key, t(`shell.theme.${key}`)])}
          choose={chooseTheme}
        />
        <Choice<'zh' | 'en'>
          label={t('shell.language')}
          value={shown}
          options={(['zh', 'en'] as const).map((key) => [key, t(`shell.language.${key}`)])}
          choose={(next) => void chooseLanguage(next)}
        />
      </section>
      <Consents />
      <Phones />
      <Sessions />
      <h2 className="section-title">{t('mobile.security')}</h2>
      <section className="phone-card">
        <Suspense>
          <Security app="m" />
        </Suspense>
      </section>
      <BigButton look="plain" icon={LogOut} onPress={() => void leave(t)}>
        {t('shell.signOut')}
      </BigButton>
    </TabPage>
  )
}

function Choice<T extends string>({
  label,
  value,
  options,
  choose,
}: {
  label: string
  value: T
  options: [T, string][]
  choose: (next: T) => void
}) {
  return (
    <fieldset>
      <legend>{label}</legend>
      {options.map(([key, words]) => (
        <label key={key}>
          <input type="radio" name={label} checked={value === key} onChange={() => choose(key)} />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  )
}
