import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { BriefcaseBusiness } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { useAct } from '../shell/useAct.tsx'

type Post = Awaited<ReturnType<typeof api.organization.posts>>['items'][number]

/** Posts and the roles that a new member at one begins with. */
export function Posts() {
  const t = useT()
  const f = useFormats()
  const posts = useQuery(query.organization.posts.queryOptions())
  const roles = useQuery(query.organization.roles.queryOptions()).data?.items ?? []
  const [editing, edit] = useState<Post | 'new' | null>(null)
  const save = useAct(
    async (v: Values): Promise<unknown> =>
      editing === 'new' || !editing
        ? api.organization.createPost({ name: v.name, roleIds: v.roleIds ?? [] })
        : api.organization.changePost({ id: editing.id, version: editing.version, name: v.name, roleIds: v.roleIds ?? [] }),
    () => edit(null),
  )
  const remove = useAct((id: string) => api.organization.deletePost({ id }))
  return (
    <Loaded from={posts}>
      {({ items }) => (
        <>
          <div className="acts">
            <Button onClick={() => edit('new')}>{t('roles.post.add')}</Button>
          </div>
          {remove.refusal}
          {items.length === 0 ? (
            <div className="card">
              <Empty icon={BriefcaseBusiness} title={t('roles.post.none')} />
            </div>
          ) : (
            <section className="card wide" data-flush="true">
              <table className="lines text">
                <thead>
                  <tr>
                    <th>{t('roles.post')}</th>
                    <th>{t('org.roles')}</th>
                    <th className="figure">{t('org.tab.members')}</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {items.map((one) => (
                    <tr key={one.id}>
                      <td>{one.name}</td>
                      <td>{f.list(one.roleIds.map((id) => roles.find((role) => role.id === id)?.name ?? '')) || '—'}</td>
                      <td className="figure">{one.members}</td>
                      <td>
                        <Button size="small" type="text" onClick={() => edit(one)}>
                          {t('org.edit')}
                        </Button>
                        {one.may.remove ? (
                          <Button size="small" type="text" danger onClick={() => remove.run(one.id)}>
                            {t('roles.post.remove')}
                          </Button>
                        ) : null}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          )}
          <FormModal
            key={editing === 'new' || !editing ? 'new' : editing.id}
            open={editing !== null}
            title={t(editing === 'new' ? 'roles.post.add' : 'roles.post')}
            button={t('roles.post.save')}
            act={save}
            initial={editing === 'new' || !editing ? {} : editing}
            fields={[
              { name: 'name', label: t('roles.post'), required: true },
              {
                name: 'roleIds',
                label: t('org.roles'),
                kind: 'choices',
                options: roles.map((one) => ({ value: one.id, label: one.name })),
              },
            ]}
            onSave={save.run}
            onClose={() => edit(null)}
          />
        </>
      )}
    </Loaded>
  )
}
