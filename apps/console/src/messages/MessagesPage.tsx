import { Tabs } from 'antd'
import { useState } from 'react'
import { addMessages, useT } from '#shared/i18n.ts'
import { ListPage } from '../shell/ListPage.tsx'
import { AddressTable } from './AddressTable.tsx'
import { ChannelCards } from './ChannelCards.tsx'
import { DeadLetters, DeliveryLog } from './DeliveryLog.tsx'
import { messageScreenMessages } from './messageScreen.messages.ts'
import { TemplateList } from './TemplateList.tsx'

addMessages(messageScreenMessages)

const TABS = { channels: ChannelCards, people: AddressTable, templates: TemplateList, log: DeliveryLog, stuck: DeadLetters } as const
type Tab = keyof typeof TABS

/** The ways out of the app: what is set up, who is found where, what it says, what became of it. */
export default function MessagesPage() {
  const t = useT()
  const [tab, setTab] = useState<Tab>('channels')
  const Shown = TABS[tab]
  return (
    <ListPage
      title={t('msg.title')}
      sentence={t('msg.sentence')}
      tabs={
        <Tabs
          activeKey={tab}
          onChange={(key) => setTab(key as Tab)}
          items={Object.keys(TABS).map((key) => ({ key, label: t(`msg.tab.${key}`) }))}
        />
      }
    >
      <Shown />
    </ListPage>
  )
}
