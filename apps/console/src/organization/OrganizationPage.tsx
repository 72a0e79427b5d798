import { useQuery } from '@tanstack/react-query'
import { Button, Select, Tabs } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useT } from '#shared/i18n.ts'
import { ListPage } from '../shell/ListPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'
import { Members } from './Members.tsx'
import { organizationScreenMessages } from './organizationScreen.messages.ts'
import { WaitingChange } from './WaitingChange.tsx'

addMessages(organizationScreenMessages)

type Role = Awaited<ReturnType<typeof api.organization.roles>>['items'][number]

/** People, what their roles allow, and the tree of departments. */
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
          items={['members', 'roles', 'departments'].map((key) => ({ key, label: t(`org.tab.${key}`) }))}
        />
      }
    >
      {tab === 'members' ? <Members /> : tab === 'roles' ? <Roles /> : <Departments />}
    </ListPage>
  )
}

function Roles() {
  const t = useT()
  const roles = useQuery(query.organization.roles.queryOptions())
  const [openId, open] = useState<string | null>(null)
  return (
    <Loaded from={roles}>
      {({ items }) => (
        <div className="stack">
          {items.map((role) => (
            <Card
              key={role.id}
              title={role.name}
              note={t('org.permissions', { n: Object.keys(role.permissions).length, m: role.members })}
              extra={
                <Button size="small" onClick={() => open(openId === role.id ? null : role.id)}>
                  {t(openId === role.id ? 'ui.close' : 'org.role.open')}
                </Button>
              }
            >
              {openId === role.id ? <RoleForm key={role.version} role={role} /> : null}
            </Card>
          ))}
        </div>
      )}
    </Loaded>
  )
}

function RoleForm({ role }: { role: Role }) {
  const t = useT()
  const pick = usePick()
  const all = useQuery(query.organization.permissions.queryOptions({ staleTime: 600_000 })).data?.items ?? []
  const [permissions, set] = useState<Role['permissions']>(role.permissions)
  const save = useAct(() => api.organization.changeRole({ id: role.id, version: role.version, name: role.name, permissions }))
  const writes = Object.values(role.may).some(Boolean)
  return (
    <>
      <WaitingChange approvalId={role.waitingApprovalId} />
      <div className="mapping">
        {all.map((one) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the select is inside
          <label key={one.key}>
            <span>
              {pick(one)} <small className="quiet">{pick(one.roomTitle)}</small>
            </span>
            <Select
              disabled={!writes}
              value={permissions[one.key] ?? 'none'}
              onChange={(scope: string) => {
                const { [one.key]: _, ...rest } = permissions
                set(scope === 'none' ? rest : ({ ...rest, [one.key]: scope } as Role['permissions']))
              }}
              options={['none', 'own', 'department', 'subtree', 'all'].map((value) => ({ value, label: t(`org.scope.${value}`) }))}
            />
          </label>
        ))}
      </div>
      {save.refusal}
      {writes ? (
        <div className="acts">
          <span className="quiet grow">{t('org.role.fixed')}</span>
          <Button type="primary" loading={save.busy} onClick={() => save.run(undefined)}>
            {t('org.role.save')}
          </Button>
        </div>
      ) : null}
    </>
  )
}

function Departments() {
  const t = useT()
  const found = useQuery(query.organization.departments.queryOptions())
  return (
    <Loaded from={found}>
      {({ items }) => (
        <section className="card" data-flush="true">
          <table className="lines text">
            <thead>
              <tr>
                <th>{t('org.department')}</th>
                <th>{t('org.manager')}</th>
                <th>{t('org.tab.members')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <td>
                    {one.name} <small>{items.find((up) => up.id === one.parentId)?.name}</small>
                  </td>
                  <td>{one.headName ?? '—'}</td>
                  <td>{one.members}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Loaded>
  )
}
