import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Typography } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'
import { apiKeysMessages } from './apiKeys.messages.ts'

addMessages(apiKeysMessages)

type Key = Awaited<ReturnType<typeof api.organization.apiKeys>>['items'][number]

/** Keys by which other systems act as a member. */
export function ApiKeys() {
  const t = useT()
  const keys = useQuery(query.organization.apiKeys.queryOptions())
  const [adding, add] = useState(false)
  const [revoking, revoke] = useState<Key | null>(null)
  const [told, tell] = useState<string | null>(null)
  const end = useAct(
    (id: string) => api.organization.revokeApiKey({ id }),
    () => revoke(null),
  )
  return (
    <Loaded from={keys}>
      {({ items }) => (
        <Card
          title={t('keys.title')}
          extra={
            <Button size="small" onClick={() => add(true)}>
              {t('keys.add')}
            </Button>
          }
        >
          <p className="form-hint">{t('keys.sentence')}</p>
          {told ? <Told text={told} onClose={() => tell(null)} /> : null}
          {items.length === 0 ? <p className="form-hint">{t('keys.none')}</p> : <Table items={items} onRevoke={revoke} />}
          <Issue open={adding} onClose={() => add(false)} onIssued={tell} />
          <FormModal
            open={revoking !== null}
            title={t('keys.revoke.title', { name: revoking?.name ?? '' })}
            hint={t('keys.revoke.hint')}
            button={t('keys.revoke')}
            danger
            act={end}
            fields={[]}
            onSave={() => revoking && end.run(revoking.id)}
            onClose={() => revoke(null)}
          />
        </Card>
      )}
    </Loaded>
  )
}

function Table({ items, onRevoke }: { items: Key[]; onRevoke: (key: Key) => void }) {
  const t = useT()
  const f = useFormats()
  return (
    <table className="lines text">
      <thead>
        <tr>
          {['keys.name', 'keys.member', 'keys.permissions', 'keys.col.key', 'keys.col.used', 'keys.col.by'].map((key) => (
            <th key={key}>{t(key)}</th>
          ))}
          <th />
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.id}>
            <td>{one.name}</td>
            <td>{one.memberName}</td>
            <td title={one.permissions.join('\n')}>{t('keys.count', { n: one.permissions.length })}</td>
            <td>
              <span data-raw>…{one.hint}</span> <State of={one} />
            </td>
            <td>{one.lastUsedAt ? f.moment(one.lastUsedAt) : t('keys.never')}</td>
            <td>
              {one.createdByName} <small>{f.moment(one.createdAt)}</small>
            </td>
            <td>
              {one.may.revoke ? (
                <Button size="small" type="text" danger onClick={() => onRevoke(one)}>
                  {t('keys.revoke')}
                </Button>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function State({ of }: { of: Key }) {
  const t = useT()
  const f = useFormats()
  if (of.revokedAt) return <Chip>{t('keys.revoked')}</Chip>
  if (!of.expiresAt) return null
  return Date.parse(of.expiresAt) <= Date.now() ? (
    <Chip tone="warn">{t('keys.expired')}</Chip>
  ) : (
    <small>{t('keys.until', { at: f.moment(of.expiresAt) })}</small>
  )
}

/** The key itself, this once, with a line to try it by. */
function Told({ text, onClose }: { text: string; onClose: () => void }) {
  const t = useT()
  return (
    <Alert
      type="info"
      closable
      onClose={onClose}
      title={t('keys.told')}
      description={
        <>
          <Typography.Paragraph code copyable data-raw>
            {text}
          </Typography.Paragraph>
          <Typography.Paragraph code copyable={{ tooltips: false }} data-raw>
            {`curl -H 'Authorization: Bearer ${text}' '${location.origin}/api/v1/leads?limit=1'`}
          </Typography.Paragraph>
        </>
      }
    />
  )
}

function Issue({ open, onClose, onIssued }: { open: boolean; onClose: () => void; onIssued: (text: string) => void }) {
  const t = useT()
  const pick = usePick()
  const me = useMe()
  const members = useQuery({ ...query.organization.members.queryOptions(), enabled: open }).data?.items ?? []
  const permissions = useQuery({ ...query.organization.permissions.queryOptions(), enabled: open }).data?.items ?? []
  const issue = useAct(
    (v: Values) =>
      api.organization.createApiKey({
        name: v.name,
        memberId: v.memberId,
        permissions: v.permissions,
        expiresAt: v.expiresOn ? new Date(`${v.expiresOn}T23:59:59.000+08:00`).toISOString() : null,
      }),
    (made) => {
      onClose()
      if (made.key) onIssued(made.key)
    },
  )
  return (
    <FormModal
      open={open}
      title={t('keys.add')}
      button={t('keys.add')}
      act={issue}
      fields={[
        { name: 'name', label: t('keys.name'), required: true, hint: t('keys.name.hint') },
        {
          name: 'memberId',
          label: t('keys.member'),
          kind: 'choice',
          required: true,
          options: members.filter((one) => !one.disabledAt).map((one) => ({ value: one.id, label: one.name })),
        },
        {
          name: 'permissions',
          label: t('keys.permissions'),
          kind: 'choices',
          required: true,
          options: permissions
            .filter((one) => one.key !== 'api_key.manage' && may(me, one.key))
            .map((one) => ({ value: one.key, label: `${pick(one.roomTitle)} · ${pick(one)}` })),
        },
        { name: 'expiresOn', label: t('keys.expires'), kind: 'day', hint: t('keys.expires.hint') },
      ]}
      onSave={issue.run}
      onClose={onClose}
    />
  )
}
