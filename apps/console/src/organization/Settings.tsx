import { Segmented } from 'antd'
import { addMessages, chooseLanguage, useLanguage, useT } from '#shared/i18n.ts'
import { chooseTheme, type ThemeChoice, useThemeChoice } from '#shared/theme.ts'
import { MyMessages } from '../messages/MyMessages.tsx'
import { Page } from '../shell/Page.tsx'
import { CalendarFeed } from '../tasks/CalendarFeed.tsx'
import { Devices } from './Devices.tsx'
import { HandOvers } from './HandOvers.tsx'
import { orgMessages } from './org.messages.ts'
import { SecurityCard } from './SecurityCard.tsx'

addMessages(orgMessages)

/** This device's look and language, and how I sign in. */
export default function Settings() {
  const t = useT()
  const look = useThemeChoice()
  const shown = useLanguage()
  return (
    <Page title={t('console.settings')} sentence={t('console.settings.hint')}>
      <div className="settings">
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
        <Devices />
        <SecurityCard />
        <MyMessages />
        <CalendarFeed />
        <HandOvers title={t('org.handOvers')} />
      </div>
    </Page>
  )
}
