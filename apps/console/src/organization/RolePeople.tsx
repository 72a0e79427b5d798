import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { useAct } from '../shell/useAct.tsx'

/** Who has which roles, changed here, and the way to what that lets each of them do. */
export function RolePeople() {
  const t = useT()
  const f = useFormats()
  const members = useQuery(query.organization.members.queryOptions())
  const roles = useQuery(query.organization.roles.queryOptions()).data?.items ?? []
  const [editing, edit] = useState<string | null>(null)
  return (
    <Loaded from={members}>
      {({ items }) => (
        <section className="card wide" data-flush="true">
          <table className="lines text">
            <thead>
              <tr>
                {['name', 'position', 'department', 'roles'].map((key) => (
                  <th key={key}>{t(`org.${key}`)}</th>
                ))}
                <th />
              </tr>
            </thead>
            <tbody>
              {items
                .filter((one) => !one.disabledAt)
                .map((one) => (
                  <tr key={one.id}>
                    <td>
                      {one.name} <small>{one.username}</small>
                    </td>
                    <td>{one.title}</td>
                    <td>{one.department}</td>
                    <td>{f.list(one.roles.map((code) => roles.find((role) => role.code === code)?.name ?? code)) || '—'}</td>
                    <td>
                      <Link className="link" to={`/roles/effect/${one.id}` as string} aria-label={t('roles.effect', { name: one.name })}>
                        {t('roles.effect.open.one')}
                      </Link>
                      <Button size="small" type="text" aria-label={t('roles.give.to', { name: one.name })} onClick={() => edit(one.id)}>
                        {t('roles.give')}
                      </Button>
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
          {editing ? <GiveRoles key={editing} id={editing} roles={roles} onClose={() => edit(null)} /> : null}
        </section>
      )}
    </Loaded>
  )
}

function GiveRoles({ id, roles, onClose }: { id: string; roles: { id: string; name: string }[]; onClose: () => void }) {
  const t = useT()
  const { data } = useQuery(query.organization.memberRoles.queryOptions({ input: { id } }))
  const posts = useQuery(query.organization.posts.queryOptions()).data?.items ?? []
  const save = useAct(
    (v: Values) => api.organization.setMemberRoles({ id, version: data?.version ?? 0, roleIds: v.roleIds ?? [], postId: v.postId ?? null }),
    onClose,
  )
  if (!data) return null
  return (
    <FormModal
      open
      title={t('roles.give.to', { name: data.name })}
      button={t('roles.give.save')}
      act={save}
      initial={data}
      fields={[
        { name: 'roleIds', label: t('org.roles'), kind: 'choices', options: roles.map((one) => ({ value: one.id, label: one.name })) },
        { name: 'postId', label: t('roles.post'), kind: 'choice', options: posts.map((one) => ({ value: one.id, label: one.name })) },
      ]}
      onSave={save.run}
      onClose={onClose}
    />
  )
}
