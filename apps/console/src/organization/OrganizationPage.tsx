import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Select, Tabs } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { ListPage } from '../shell/ListPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'
import { organizationScreenMessages } from './organizationScreen.messages.ts'

addMessages(organizationScreenMessages)

type Member = Awaited<ReturnType<typeof api.organization.members>>['items'][number]
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

function Members() {
  const t = useT()
  const f = useFormats()
  const members = useQuery(query.organization.members.queryOptions())
  const departments = useQuery(query.organization.departments.queryOptions()).data?.items ?? []
  const roles = useQuery(query.organization.roles.queryOptions()).data?.items ?? []
  const [adding, add] = useState(false)
  const [leaving, leave] = useState<Member | null>(null)
  const [told, tell] = useState<{ name: string; password: string } | null>(null)
  const create = useAct(
    (v: Values) => api.organization.createMember({ ...v, roleIds: [v.roleId] } as never),
    (made, v) => {
      add(false)
      if (made.password) tell({ name: v.name, password: made.password })
    },
  )
  const disable = useAct(
    (v: Values) => api.organization.disableMember({ id: leaving?.id ?? '', successorId: v.successorId }),
    () => leave(null),
  )
  const enable = useAct((id: string) => api.organization.enableMember({ id }))
  const reset = useAct(
    (member: Member) => api.organization.resetPassword({ id: member.id }),
    ({ password }, member) => password && tell({ name: member.name, password }),
  )
  return (
    <Loaded from={members}>
      {({ items }) => (
        <>
          {told ? <Alert type="info" closable onClose={() => tell(null)} title={t('org.password', told)} /> : null}
          {enable.refusal ?? reset.refusal}
          <div className="acts">
            <Button onClick={() => add(true)}>{t('org.add')}</Button>
          </div>
          <section className="card" data-flush="true">
            <table className="lines text">
              <thead>
                <tr>
                  {['name', 'position', 'department', 'manager', 'roles', 'state'].map((key) => (
                    <th key={key}>{t(`org.${key}`)}</th>
                  ))}
                  <th />
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.id}>
                    <td>
                      {one.name} <small>{one.username}</small>
                    </td>
                    <td>{one.title}</td>
                    <td>{one.department}</td>
                    <td>{one.managerName ?? '—'}</td>
                    <td>{f.list(one.roles)}</td>
                    <td>{one.disabledAt ? <Chip>{t('org.disabled')}</Chip> : t('org.active')}</td>
                    <td>
                      {one.disabledAt ? (
                        <Button size="small" type="text" onClick={() => enable.run(one.id)}>
                          {t('org.enable')}
                        </Button>
                      ) : (
                        <>
                          <Button size="small" type="text" onClick={() => reset.run(one)}>
                            {t('org.reset')}
                          </Button>
                          <Button size="small" type="text" danger onClick={() => leave(one)}>
                            {t('org.disable')}
                          </Button>
                        </>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <FormModal
            open={adding}
            title={t('org.add')}
            button={t('org.add')}
            act={create}
            fields={[
              { name: 'name', label: t('org.name'), required: true },
              { name: 'username', label: t('org.username'), required: true },
              { name: 'phone', label: t('org.phone') },
              { name: 'title', label: t('org.position') },
              {
                name: 'departmentId',
                label: t('org.department'),
                kind: 'choice',
                required: true,
                options: departments.map((one) => ({ value: one.id, label: one.name })),
              },
              {
                name: 'managerId',
                label: t('org.manager'),
                kind: 'choice',
                options: items.map((one) => ({ value: one.id, label: one.name })),
              },
              {
                name: 'roleId',
                label: t('org.role'),
                kind: 'choice',
                required: true,
                options: roles.map((one) => ({ value: one.id, label: one.name })),
              },
            ]}
            onSave={create.run}
            onClose={() => add(false)}
          />
          <FormModal
            open={leaving !== null}
            title={t('org.disable.title', { name: leaving?.name ?? '' })}
            button={t('org.disable')}
            danger
            act={disable}
            fields={[
              {
                name: 'successorId',
                label: t('org.successor'),
                kind: 'choice',
                options: items
                  .filter((one) => !one.disabledAt && one.id !== leaving?.id)
                  .map((one) => ({ value: one.id, label: one.name })),
              },
            ]}
            onSave={disable.run}
            onClose={() => leave(null)}
          />
        </>
      )}
    </Loaded>
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
                  {t(openId === role.id ? 'ui.close' : 'org.role')}
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
