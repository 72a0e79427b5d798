import { Tabs } from 'antd'
import { type ReactNode, useState } from 'react'
import { addMessages, useT } from '#shared/i18n.ts'
import { ListPage } from '../shell/ListPage.tsx'
import { Departments } from './Departments.tsx'
import { DirectoryTab } from './DirectoryTab.tsx'
import { HandOvers } from './HandOvers.tsx'
import { ImportOrg } from './ImportOrg.tsx'
import { Members } from './Members.tsx'
import { orgMessages } from './org.messages.ts'
import { organizationScreenMessages } from './organizationScreen.messages.ts'

addMessages(organizationScreenMessages, orgMessages)

const TABS: Record<string, ReactNode> = {
  members: <Members />,
  departments: <Departments />,
  import: <ImportOrg />,
  directory: <DirectoryTab />,
  handOvers: <HandOvers />,
}

/** People, the tree they stand in, how they come in, and what passed between them. */
export default function OrganizationPage() {
  const t = useT()
  const [tab, setTab] = useState('members')
  return (
    <ListPage
      title={t('org.title')}
      tabs={
        <Tabs
          activeKey={tab}
          onChange={setTab}
          items={['members', 'departments', 'import', 'directory', 'handOvers'].map((key) => ({ key, label: t(`org.tab.${key}`) }))}
        />
      }
    >
      {TABS[tab]}
    </ListPage>
  )
}
