import { LogOut } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { chooseLanguage, useLanguage, useT } from '#shared/i18n.ts'
import { may, postOf, signOut, useMe } from '#shared/session.ts'
import { chooseTheme, type ThemeChoice, useThemeChoice } from '#shared/theme.ts'
import { Avatar } from '#shared/ui/Avatar.tsx'
import { theOutbox } from '../offline/outbox.ts'
import { wipeStore } from '../offline/wipe.ts'
import { Dialog } from '../shell/antdMobile.ts'
import { BigButton } from '../shell/BigButton.tsx'
import { Rows } from '../shell/Rows.tsx'
import { useScreens } from '../shell/screens.ts'
import { TabPage } from '../shell/TabPage.tsx'
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

/** Signing out wipes what is kept on this phone; what was not sent is named first. */
async function leave(t: ReturnType<typeof useT>): Promise<void> {
  const acts = await theOutbox().list()
  if (acts.length > 0) {
    const sure = await Dialog.confirm({
      content: t('phone.leave.ask', {
        n: acts.length,
        what: acts
          .slice(0, 3)
          .map((act) => act.label)
          .join('、'),
      }),
      confirmText: t('phone.lose'),
      cancelText: t('phone.keep'),
    })
    if (!sure) return
  }
  await signOut()
  await wipeStore()
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
