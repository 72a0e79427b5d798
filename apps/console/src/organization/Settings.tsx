import { Segmented } from 'antd'
import { chooseLanguage, useLanguage, useT } from '#shared/i18n.ts'
import { chooseTheme, type ThemeChoice, useThemeChoice } from '#shared/theme.ts'
import { MyMessages } from '../messages/MyMessages.tsx'
import { Page } from '../shell/Page.tsx'
import { CalendarFeed } from '../tasks/CalendarFeed.tsx'
import { Devices } from './Devices.tsx'

/** Appearance and language of this device. */
export default function Settings() {
  const t = useT()
  const look = useThemeChoice()
  const shown = useLanguage()
  return (
    <Page title={t('console.settings')} sentence={t('console.settings.hint')}>
      <section className="card rows">
        <div>
          <b>{t('shell.theme')}</b>
          <Segmented<ThemeChoice>
            value={look}
            onChange={chooseTheme}
            options={(['light', 'dark', 'system'] as const).map((value) => ({ value, label: t(`shell.theme.${value}`) }))}
          />
        </div>
        <div>
          <b>{t('shell.language')}</b>
          <Segmented<'zh' | 'en'>
            value={shown}
            onChange={(next) => void chooseLanguage(next)}
            options={(['zh', 'en'] as const).map((value) => ({ value, label: <span data-raw>{t(`shell.language.${value}`)}</span> }))}
          />
        </div>
      </section>
      <MyMessages />
      <CalendarFeed />
      <Devices />
    </Page>
  )
}
