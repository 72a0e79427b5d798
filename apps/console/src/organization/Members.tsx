import { useQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { type Field, FormModal, type Values } from '../shell/FormModal.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { useAct } from '../shell/useAct.tsx'

import { CompanySignInButton } from './CompanySignInButton.tsx'
import { InviteButton } from './InviteButton.tsx'

import { LeaverModal } from './LeaverModal.tsx'
import { MemberDevices } from './MemberDevices.tsx'

type Member = Awaited<ReturnType<typeof api.organization.members>>['items'][number]

/** Everybody: who they answer to, what their roles are, and the acts on them. */
export function Members() {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const members = useQuery(query.organization.members.queryOptions())
  const departments = useQuery(query.organization.departments.queryOptions()).data?.items ?? []
  const roles = useQuery({ ...query.organization.roles.queryOptions(), enabled: may(me, 'role.manage') }).data?.items ?? []
  const [adding, add] = useState(false)
  const [editing, edit] = useState<string | null>(null)
  const [leaving, leave] = useState<Member | null>(null)
  const [looking, look] = useState<Member | null>(null)
  const [told, tell] = useState<{ name: string; password: string } | null>(null)
  const create = useAct(
    (v: Values) => api.organization.createMember(v as never),
    (made, v) => {
      add(false)
      if (made.password) tell({ name: v.name, password: made.password })
    },
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
            <InviteButton departments={departments} roles={roles} />
            <CompanySignInButton />
          </div>
          <section className="card wide" data-flush="true">
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
                    <td>{f.list(one.roles.map((code) => roles.find((role) => role.code === code)?.name ?? code))}</td>
                    <td>{one.disabledAt ? <Chip>{t('org.disabled')}</Chip> : t('org.active')}</td>
                    <td>
                      {one.disabledAt ? (
                        <Button size="small" type="text" onClick={() => enable.run(one.id)}>
                          {t('org.enable')}
                        </Button>
                      ) : (
                        <>
                          <Button size="small" type="text" onClick={() => edit(one.id)}>
                            {t('org.edit')}
                          </Button>
                          <Button size="small" type="text" onClick={() => reset.run(one)}>
                            {t('org.reset')}
                          </Button>
                          <Button size="small" type="text" onClick={() => look(one)}>
                            {t('org.devices')}
                          </Button>
                          <Button size="small" type="text" aria-label={t('org.handOver.of', { name: one.name })} onClick={() => leave(one)}>
                            {t('org.handOver')}
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
              { name: 'username', label: t('org.username'), required: true },
              { name: 'phone', label: t('org.phone') },
              ...places(items, departments, roles, t),
            ]}
            onSave={create.run}
            onClose={() => add(false)}
          />
          {editing ? (
            <EditMember key={editing} id={editing} members={items} departments={departments} roles={roles} onClose={() => edit(null)} />
          ) : null}
          {leaving ? <LeaverModal key={leaving.id} member={leaving} members={items} onClose={() => leave(null)} /> : null}
          {looking ? <MemberDevices member={looking} onClose={() => look(null)} /> : null}
        </>
      )}
    </Loaded>
  )
}

type Department = Awaited<ReturnType<typeof api.organization.departments>>['items'][number]
type Role = Awaited<ReturnType<typeof api.organization.roles>>['items'][number]

/** What is asked of everybody: name, title, place, manager, roles. */
function places(members: Member[], departments: Department[], roles: Role[], t: ReturnType<typeof useT>): Field[] {
  return [
    { name: 'name', label: t('org.name'), required: true },
    { name: 'title', label: t('org.position') },
    {
      name: 'departmentId',
      label: t('org.department'),
      kind: 'choice',
      required: true,
      options: departments.map((one) => ({ value: one.id, label: one.name })),
    },
    { name: 'managerId', label: t('org.manager'), kind: 'choice', options: members.map((one) => ({ value: one.id, label: one.name })) },
    ...(roles.length > 0
      ? [
          {
            name: 'roleIds',
            label: t('org.roles'),
            kind: 'choices' as const,
            options: roles.map((one) => ({ value: one.id, label: one.name })),
          },
        ]
      : []),
  ]
}

type EditProps = { id: string; members: Member[]; departments: Department[]; roles: Role[]; onClose: () => void }

function EditMember({ id, members, departments, roles, onClose }: EditProps) {
  const t = useT()
  const { data } = useQuery(query.organization.memberDetail.queryOptions({ input: { id } }))
  const save = useAct(
    (v: Values) =>
      api.organization.changeMember({
        id,
        version: data?.version ?? 0,
        name: v.name,
        title: v.title ?? '',
        departmentId: v.departmentId,
        managerId: v.managerId ?? null,
        roleIds: v.roleIds,
      }),
    onClose,
  )
  if (!data) return null
  return (
    <FormModal
      open
      title={t('org.edit.title', { name: data.name })}
      button={t('org.edit.save')}
      act={save}
      initial={data}
      fields={places(
        members.filter((one) => one.id !== id && !one.disabledAt),
        departments,
        roles,
        t,
      )}
      onSave={save.run}
      onClose={onClose}
    />
  )
}
