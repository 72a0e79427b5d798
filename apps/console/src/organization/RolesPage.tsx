import { useQuery } from '@tanstack/react-query'
import { App, Button, Tabs } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useT } from '#shared/i18n.ts'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { ListPage } from '../shell/ListPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'
import { organizationScreenMessages } from './organizationScreen.messages.ts'
import { Posts } from './Posts.tsx'
import { RoleMatrix } from './RoleMatrix.tsx'
import { RolePeople } from './RolePeople.tsx'
import { roleMessages } from './roles.messages.ts'
import { Separation } from './Separation.tsx'

addMessages(organizationScreenMessages, roleMessages)

/** Who may what: roles, posts, the roles of each person with their effect, and the three admins. */
export default function RolesPage() {
  const t = useT()
  const [tab, setTab] = useState('roles')
  return (
    <ListPage
      title={t('roles.title')}
      sentence={t('roles.sentence')}
      tabs={
        <Tabs
          activeKey={tab}
          onChange={setTab}
          items={['roles', 'people', 'posts', 'separation'].map((key) => ({ key, label: t(`roles.tab.${key}`) }))}
        />
      }
    >
      {tab === 'roles' ? <Roles /> : tab === 'people' ? <RolePeople /> : tab === 'posts' ? <Posts /> : <Separation />}
    </ListPage>
  )
}

function Roles() {
  const t = useT()
  const roles = useQuery(query.organization.roles.queryOptions())
  const [openId, open] = useState<string | null>(null)
  const [adding, add] = useState(false)
  return (
    <Loaded from={roles}>
      {({ items }) => (
        <div className="stack">
          <div className="acts">
            <Button onClick={() => add(true)}>{t('roles.add')}</Button>
          </div>
          {items.map((role) => (
            <Card
              key={role.id}
              closed={openId !== role.id}
              title={role.name}
              note={t('org.permissions', { n: Object.keys(role.permissions).length, m: role.members })}
              extra={
                <Button
                  size="small"
                  aria-label={`${role.name} ${t(openId === role.id ? 'ui.close' : 'org.role.open')}`}
                  onClick={() => open(openId === role.id ? null : role.id)}
                >
                  {t(openId === role.id ? 'ui.close' : 'org.role.open')}
                </Button>
              }
            >
              {openId === role.id ? <RoleMatrix key={role.version} role={role} /> : null}
            </Card>
          ))}
          <AddRole open={adding} onClose={() => add(false)} onMade={open} />
        </div>
      )}
    </Loaded>
  )
}

/** A new role begins as one of the templates, or with nothing. */
function AddRole({ open, onClose, onMade }: { open: boolean; onClose: () => void; onMade: (id: string) => void }) {
  const t = useT()
  const pick = usePick()
  const { message } = App.useApp()
  const templates = useQuery(query.organization.roleTemplates.queryOptions({ staleTime: 600_000 })).data?.items ?? []
  const create = useAct(
    (v: Values) =>
      api.organization.createRole({
        code: v.code,
        name: v.name,
        permissions: templates.find((one) => one.code === v.template)?.permissions ?? {},
      }),
    ({ id, approvalId }) => {
      onClose()
      if (id) onMade(id)
      if (approvalId) void message.info(t('org.change.waiting'))
    },
  )
  return (
    <FormModal
      open={open}
      title={t('roles.add')}
      button={t('roles.add')}
      act={create}
      fields={[
        { name: 'name', label: t('org.called'), required: true },
        { name: 'code', label: t('roles.code'), required: true, hint: t('roles.code.hint') },
        {
          name: 'template',
          label: t('roles.template'),
          kind: 'choice',
          hint: t('roles.template.hint'),
          options: templates.map((one) => ({ value: one.code, label: pick(one) })),
        },
      ]}
      onSave={create.run}
      onClose={onClose}
    />
  )
}
