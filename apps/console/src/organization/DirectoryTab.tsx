import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { ContactRound } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'

type Link = NonNullable<Awaited<ReturnType<typeof api.organization.directory>>['link']>

/** The directory of another system: linked, compared daily or now, and who waits for a decision. */
export function DirectoryTab() {
  const t = useT()
  const f = useFormats()
  const found = useQuery(query.organization.directory.queryOptions())
  const [asking, ask] = useState(false)
  const mayRoles = may(useMe(), 'role.manage')
  const roles = useQuery({ ...query.organization.roles.queryOptions(), enabled: mayRoles }).data?.items ?? []
  const save = useAct(
    (v: Values) =>
      api.organization.linkDirectory({
        kind: 'wecom',
        corpId: v.corpId,
        secret: v.secret || null,
        roleId: (mayRoles ? v.roleId : found.data?.link?.roleId) ?? null,
        version: found.data?.link?.version ?? 0,
      }),
    () => ask(false),
  )
  const sync = useAct(() => api.organization.syncDirectory())
  const end = useAct(() => api.organization.unlinkDirectory())
  return (
    <Loaded from={found}>
      {({ link }) => (
        <>
          {link ? (
            <Card
              title={t('org.directory.wecom')}
              note={`${link.corpId} · ${t('org.directory.people', { n: link.people })}`}
              extra={
                <>
                  <Button size="small" onClick={() => ask(true)}>
                    {t('org.edit')}
                  </Button>{' '}
                  <Button size="small" loading={sync.busy} onClick={() => sync.run(undefined)}>
                    {t('org.directory.sync')}
                  </Button>{' '}
                  <Button size="small" danger loading={end.busy} onClick={() => end.run(undefined)}>
                    {t('org.directory.end')}
                  </Button>
                </>
              }
            >
              <p>{link.syncedAt ? t('org.directory.synced', { at: f.moment(link.syncedAt) }) : t('org.directory.never')}</p>
              {link.result ? <Outcome result={link.result} /> : null}
            </Card>
          ) : (
            <div className="card">
              <Empty icon={ContactRound} title={t('org.directory.none')}>
                <Button type="primary" onClick={() => ask(true)}>
                  {t('org.directory.link')}
                </Button>
              </Empty>
            </div>
          )}
          {sync.refusal}
          {end.refusal}
          <FormModal
            open={asking}
            title={t('org.directory.link')}
            hint={t('org.directory.hint')}
            button={t('org.directory.save')}
            act={save}
            initial={link ?? {}}
            fields={[
              { name: 'corpId', label: t('org.directory.corpId'), required: true },
              { name: 'secret', label: t('org.directory.secret'), kind: 'password', required: link === null },
              {
                name: 'roleId',
                label: t('org.directory.role'),
                kind: 'choice',
                options: roles.map((role) => ({ value: role.id, label: role.name })),
                when: () => mayRoles,
              },
            ]}
            onSave={save.run}
            onClose={() => ask(false)}
          />
        </>
      )}
    </Loaded>
  )
}

function Outcome({ result }: { result: NonNullable<Link['result']> }) {
  const t = useT()
  const members = useQuery(query.organization.members.queryOptions()).data?.items ?? []
  const claim = useAct((v: { externalId: string; memberId: string }) => api.organization.linkPerson(v))
  return (
    <>
      <p className="quiet">
        {t('org.directory.result', { ...result.members, departments: result.departments.created + result.departments.changed })}
      </p>
      {claim.refusal}
      <ul className="plain">
        {result.waiting.map((one) => {
          const { memberId } = one
          return (
            <li key={one.externalId}>
              <span>
                <b data-raw>{one.externalId}</b> <small>{t(`org.directory.why.${one.why}`)}</small>
              </span>
              {one.why === 'login_taken' && memberId ? (
                <Button size="small" onClick={() => claim.run({ externalId: one.externalId, memberId })}>
                  {t('org.directory.claim', { name: members.find((member) => member.id === memberId)?.name ?? '' })}
                </Button>
              ) : null}
            </li>
          )
        })}
      </ul>
    </>
  )
}
