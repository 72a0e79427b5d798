import { useQuery } from '@tanstack/react-query'
import { Button, Select, Switch } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'
import { WaitingChange } from './WaitingChange.tsx'

export type Role = Awaited<ReturnType<typeof api.organization.roles>>['items'][number]
type Permission = Awaited<ReturnType<typeof api.organization.permissions>>['items'][number]
type Scopes = Role['permissions']

const SCOPES = ['none', 'own', 'department', 'subtree', 'custom', 'all'] as const

/** Every permission of a role with its scope, room by room; fields are seen or hidden. */
export function RoleMatrix({ role }: { role: Role }) {
  const t = useT()
  const all = useQuery(query.organization.permissions.queryOptions({ staleTime: 600_000 })).data?.items ?? []
  const [permissions, set] = useState<Scopes>(role.permissions)
  const [departments, choose] = useState(role.departments)
  const save = useAct(() =>
    api.organization.changeRole({
      id: role.id,
      version: role.version,
      name: role.name,
      permissions,
      departments: Object.fromEntries(Object.entries(departments).filter(([key]) => permissions[key] === 'custom')),
    }),
  )
  const writes = Object.values(role.may).some(Boolean)
  const give = (key: string, scope: string): void => {
    const { [key]: _, ...rest } = permissions
    set(scope === 'none' ? rest : ({ ...rest, [key]: scope } as Scopes))
  }
  const fields = all.filter((one) => one.key.startsWith('field.'))
  const rooms = [
    ...Map.groupBy(
      all.filter((one) => !one.key.startsWith('field.')),
      (one) => one.room,
    ).values(),
  ]
  return (
    <>
      <WaitingChange approvalId={role.waitingApprovalId} />
      <table className="lines text role-matrix">
        {rooms.map((list) => (
          <Room
            key={list[0]?.room}
            list={list}
            permissions={permissions}
            departments={departments}
            writes={writes}
            give={give}
            choose={(key, ids) => choose({ ...departments, [key]: ids })}
          />
        ))}
        <Fields list={fields} permissions={permissions} writes={writes} give={give} />
      </table>
      {save.refusal}
      {writes ? (
        <div className="acts">
          <span className="quiet grow">{t('org.role.fixed')}</span>
          <Button type="primary" loading={save.busy} onClick={() => save.run(undefined)}>
            {t('org.role.save')}
          </Button>
        </div>
      ) : (
        <p className="quiet">{t('roles.locked')}</p>
      )}
    </>
  )
}

type RoomProps = {
  list: Permission[]
  permissions: Scopes
  departments: Role['departments']
  writes: boolean
  give: (key: string, scope: string) => void
  choose: (key: string, ids: string[]) => void
}

function Room({ list, permissions, departments, writes, give, choose }: RoomProps) {
  const t = useT()
  const pick = usePick()
  const tree = useQuery(query.organization.departments.queryOptions()).data?.items ?? []
  const room = list[0]?.roomTitle
  return (
    <tbody>
      <tr>
        <th colSpan={2} scope="rowgroup">
          {room ? pick(room) : ''}
        </th>
      </tr>
      {list.map((one) => (
        <tr key={one.key}>
          <td>{pick(one)}</td>
          <td>
            <Select
              disabled={!writes}
              aria-label={pick(one)}
              value={permissions[one.key] ?? 'none'}
              onChange={(scope: string) => give(one.key, scope)}
              options={SCOPES.map((value) => ({ value, label: t(`org.scope.${value}`) }))}
            />
            {permissions[one.key] === 'custom' ? (
              <Select
                mode="multiple"
                disabled={!writes}
                aria-label={t('roles.departments', { name: pick(one) })}
                placeholder={t('roles.departments.pick')}
                value={departments[one.key] ?? []}
                onChange={(ids: string[]) => choose(one.key, ids)}
                options={tree.map((department) => ({ value: department.id, label: department.name }))}
                showSearch={{ optionFilterProp: 'label' }}
              />
            ) : null}
          </td>
        </tr>
      ))}
    </tbody>
  )
}

/** Fields that not everybody may see: without the right the field is absent everywhere. */
function Fields({ list, permissions, writes, give }: Pick<RoomProps, 'list' | 'permissions' | 'writes' | 'give'>) {
  const t = useT()
  const pick = usePick()
  if (list.length === 0) return null
  return (
    <tbody>
      <tr>
        <th colSpan={2} scope="rowgroup">
          {t('roles.fields')} <small>{t('roles.fields.hint')}</small>
        </th>
      </tr>
      {list.map((one) => (
        <tr key={one.key}>
          <td>{pick(one)}</td>
          <td>
            <Switch
              disabled={!writes}
              aria-label={pick(one)}
              checked={permissions[one.key] !== undefined}
              onChange={(seen) => give(one.key, seen ? 'all' : 'none')}
            />{' '}
            <span className="quiet">{t(permissions[one.key] === undefined ? 'roles.field.hidden' : 'roles.field.seen')}</span>
          </td>
        </tr>
      ))}
    </tbody>
  )
}
