import { useQuery } from '@tanstack/react-query'
import { Tabs } from 'antd'
import { type ReactNode, useState } from 'react'
import { query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
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
  const f = useFormats()
  const [tab, setTab] = useState('members')
  const members = useQuery(query.organization.members.queryOptions()).data?.items
  const departments = useQuery(query.organization.departments.queryOptions()).data?.items
  const counted = members && departments
  const active = members?.filter((one) => !one.disabledAt).length ?? 0
  return (
    <ListPage
      title={t('org.title')}
      sentence={counted ? t('org.counts', { n: f.count(active), departments: f.count(departments.length) }) : undefined}
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
