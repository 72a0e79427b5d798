import { useQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { type Field, FormModal, type Values } from '../shell/FormModal.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'

type Channel = Awaited<ReturnType<typeof api.notifications.channels>>['items'][number]

/** Every way out, how it fares, and its settings. */
export function ChannelCards() {
  const found = useQuery(query.notifications.channels.queryOptions())
  const [open, setOpen] = useState<Channel | null>(null)
  return (
    <Loaded from={found}>
      {({ items }) => (
        <>
          <div className="columns">
            {items.map((channel) => (
              <ChannelCard key={channel.channel} channel={channel} edit={() => setOpen(channel)} />
            ))}
          </div>
          <ChannelForm channel={open} close={() => setOpen(null)} />
        </>
      )}
    </Loaded>
  )
}

function ChannelCard({ channel, edit }: { channel: Channel; edit: () => void }) {
  const t = useT()
  const f = useFormats()
  const { message } = App.useApp()
  const test = useAct(
    () => api.notifications.testChannel({ channel: channel.channel }),
    () => void message.success(t('msg.test.sent')),
  )
  const count = (...states: string[]): number => states.reduce((sum, state) => sum + (channel.counts[state] ?? 0), 0)
  const troubled = count('failed', 'unclear')
  const busy = count('accepted', 'delivered') + troubled > 0
  return (
    <Card
      title={t(`msg.channel.${channel.channel}`)}
      note={<Chip tone={channel.enabled ? 'ok' : 'plain'}>{t(channel.enabled ? 'msg.on' : 'msg.off')}</Chip>}
      extra={
        <>
          {channel.may.test ? (
            <Button size="small" type="text" loading={test.busy} onClick={() => test.run(undefined)}>
              {t('msg.test')}
            </Button>
          ) : null}
          <Button size="small" onClick={edit}>
            {t('msg.edit')}
          </Button>
        </>
      }
    >
      <p className="quiet">{t(`msg.about.${channel.channel}`)}</p>
      {channel.enabled || busy ? (
        <ul className="plain">
          {channel.reached === null ? null : (
            <li>
              <span>{t('msg.reached', { n: channel.reached })}</span>
            </li>
          )}
          <li>
            <span>{t('msg.week', { sent: count('accepted', 'delivered'), delivered: count('delivered') })}</span>
            {troubled > 0 ? <Chip tone="bad">{t('msg.week.failed', { n: troubled })}</Chip> : null}
          </li>
          {channel.changedAt ? (
            <li>
              <small className="quiet">{t('msg.changed', { at: f.moment(channel.changedAt) })}</small>
            </li>
          ) : null}
        </ul>
      ) : null}
      {test.refusal}
    </Card>
  )
}

function ChannelForm({ channel, close }: { channel: Channel | null; close: () => void }) {
  const t = useT()
  const save = useAct((values: Values) => {
    if (!channel) throw new Error('no channel is open')
    const of = (secret: boolean) =>
      Object.fromEntries(
        channel.fields.flatMap((field) =>
          field.secret === secret && values[field.name] !== undefined ? [[field.name, String(values[field.name])]] : [],
        ),
      )
    return api.notifications.setChannel({
      channel: channel.channel,
      settings: of(false),
      secrets: of(true),
      enabled: values.enabled === true,
      version: channel.version,
    })
  }, close)
  if (!channel) return null
  const fields: Field[] = [
    ...channel.fields.map((field): Field => {
      const kept = channel.secretsKept.includes(field.name)
      return {
        name: field.name,
        label: t(`msg.field.${field.name}`),
        kind: field.secret ? 'password' : field.kind === 'choice' ? 'choice' : 'text',
        ...(field.kind === 'choice' && { options: field.choices.map((value) => ({ value, label: t(`msg.choice.${value}`) })) }),
        ...(kept && { hint: t('msg.secret.kept') }),
        ...(field.name === 'kinds' && { hint: t('msg.kinds.hint') }),
        ...(field.name === 'sign' && { hint: t('msg.sign.hint') }),
      }
    }),
    { name: 'enabled', label: t('msg.enabled'), kind: 'switch' },
  ]
  return (
    <FormModal
      open
      title={t(`msg.channel.${channel.channel}`)}
      hint={channel.callbackUrl ? <span data-raw>{t('msg.callback', { url: channel.callbackUrl })}</span> : undefined}
      fields={fields}
      initial={{ ...channel.settings, enabled: channel.enabled }}
      button={t('msg.save')}
      act={save}
      onSave={save.run}
      onClose={() => {
        save.clear()
        close()
      }}
    />
  )
}
