import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { useAct } from '../shell/useAct.tsx'
import { HoursModal } from './HoursModal.tsx'

type Department = Awaited<ReturnType<typeof api.organization.departments>>['items'][number]

/** The tree from the top, each with how deep it stands. */
export function inTree(items: readonly Department[], parent: string | null = null, depth = 0): { one: Department; depth: number }[] {
  return items.filter((one) => one.parentId === parent).flatMap((one) => [{ one, depth }, ...inTree(items, one.id, depth + 1)])
}

/** The tree of departments: moved, renamed, headed, with hours of their own. */
export function Departments() {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const found = useQuery(query.organization.departments.queryOptions())
  const members = useQuery(query.organization.members.queryOptions()).data?.items ?? []
  const hours = useQuery(query.organization.departmentHours.queryOptions()).data?.items ?? []
  const [editing, edit] = useState<Department | 'new' | null>(null)
  const [timing, time] = useState<Department | null>(null)
  const save = useAct(
    async (v: Values): Promise<unknown> =>
      editing === 'new' || !editing
        ? api.organization.createDepartment({ name: v.name, parentId: v.parentId, headId: v.headId ?? null })
        : api.organization.changeDepartment({
            id: editing.id,
            name: v.name,
            headId: v.headId ?? null,
            ...(v.parentId && v.parentId !== editing.parentId ? { parentId: v.parentId } : {}),
          }),
    () => edit(null),
  )
  const ownHours = (id: string): string => {
    const own = hours.find((one) => one.departmentId === id)
    return own ? `${f.list(own.weekdays.map((day) => t(`org.weekday.${day}`)))} ${own.workFrom}–${own.workTo}` : ''
  }
  return (
    <Loaded from={found}>
      {({ items }) => (
        <>
          <div className="acts">
            <Button onClick={() => edit('new')}>{t('org.department.add')}</Button>
          </div>
          <section className="card wide" data-flush="true">
            <table className="lines text">
              <thead>
                <tr>
                  <th>{t('org.department')}</th>
                  <th>{t('org.head')}</th>
                  <th className="figure">{t('org.tab.members')}</th>
                  <th>{t('org.hours')}</th>
                  <th />
                </tr>
              </thead>
              <tbody>
                {inTree(items).map(({ one, depth }) => (
                  <tr key={one.id}>
                    <td style={{ paddingLeft: 12 + depth * 24 }}>{one.name}</td>
                    <td>{one.headName ?? '—'}</td>
                    <td className="figure">{one.members}</td>
                    <td>
                      {ownHours(one.id) || <span className="quiet">{t(one.parentId ? 'org.hours.above' : 'org.hours.company')}</span>}
                    </td>
                    <td>
                      <Button
                        size="small"
                        type="text"
                        aria-label={t('org.department.change', { name: one.name })}
                        onClick={() => edit(one)}
                      >
                        {t('org.edit')}
                      </Button>
                      {may(me, 'calendar.manage') ? (
                        <Button size="small" type="text" aria-label={t('org.hours.of', { name: one.name })} onClick={() => time(one)}>
                          {t('org.hours')}
                        </Button>
                      ) : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <FormModal
            key={editing === 'new' || !editing ? 'new' : editing.id}
            open={editing !== null}
            title={editing === 'new' || !editing ? t('org.department.add') : t('org.department.change', { name: editing.name })}
            hint={editing === 'new' ? undefined : t('org.department.hint')}
            button={t('org.department.save')}
            act={save}
            initial={editing === 'new' || !editing ? {} : editing}
            fields={[
              { name: 'name', label: t('org.called'), required: true },
              {
                name: 'parentId',
                label: t('org.department.parent'),
                kind: 'choice',
                required: editing === 'new',
                options: inTree(items).map(({ one, depth }) => ({ value: one.id, label: `${'　'.repeat(depth)}${one.name}` })),
                when: () => editing === 'new' || (editing !== null && editing.parentId !== null),
              },
              {
                name: 'headId',
                label: t('org.head'),
                kind: 'choice',
                options: members.filter((one) => !one.disabledAt).map((one) => ({ value: one.id, label: one.name })),
              },
            ]}
            onSave={save.run}
            onClose={() => edit(null)}
          />
          {timing ? (
            <HoursModal department={timing} own={hours.find((one) => one.departmentId === timing.id) ?? null} onClose={() => time(null)} />
          ) : null}
        </>
      )}
    </Loaded>
  )
}
