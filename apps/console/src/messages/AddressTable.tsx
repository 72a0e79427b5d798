import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'

const CHANNELS = ['email', 'wecom', 'dingtalk', 'feishu'] as const
type Channel = (typeof CHANNELS)[number]
type Person = Awaited<ReturnType<typeof api.notifications.channelAddresses>>['items'][number]

/** Where each member is found. An account of a vendor is entered by an admin, because its buttons act as that member. */
export function AddressTable() {
  const t = useT()
  const found = useQuery(query.notifications.channelAddresses.queryOptions())
  const [open, setOpen] = useState<Person | null>(null)
  const save = useAct(
    async (values: Values) => {
      if (!open) return
      for (const channel of CHANNELS) {
        const next = (values[channel] as string | undefined) ?? ''
        if (next !== (open.addresses[channel] ?? ''))
          await api.notifications.setChannelAddress({ memberId: open.memberId, channel: channel as Channel, address: next })
      }
    },
    () => setOpen(null),
  )
  return (
    <Loaded from={found}>
      {({ items }) => (
        <Card flush>
          <table className="lines text">
            <thead>
              <tr>
                <th>{t('msg.member')}</th>
                {CHANNELS.map((channel) => (
                  <th key={channel}>{t(`msg.channel.${channel}`)}</th>
                ))}
                <th>{t('msg.channel.sms')}</th>
                <th>{t('msg.channel.push')}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {items.map((person) => (
                <tr key={person.memberId}>
                  <td data-raw>{person.name}</td>
                  {CHANNELS.map((channel) => (
                    <td key={channel} data-raw>
                      {person.addresses[channel] ?? '—'}
                    </td>
                  ))}
                  <td data-raw={person.addresses.sms ? true : undefined}>
                    {person.addresses.sms ?? <span className="quiet">{t('msg.phone.none')}</span>}
                  </td>
                  <td>{person.browsers > 0 ? t('msg.browsers', { n: person.browsers }) : '—'}</td>
                  <td>
                    <Button size="small" type="text" onClick={() => setOpen(person)}>
                      {t('msg.edit')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <FormModal
            open={open !== null}
            title={open?.name ?? ''}
            hint={t('msg.address.hint')}
            fields={CHANNELS.map((name) => ({ name, label: t(`msg.address.${name}`) }))}
            initial={open?.addresses ?? {}}
            button={t('msg.save')}
            act={save}
            onSave={save.run}
            onClose={() => {
              save.clear()
              setOpen(null)
            }}
          />
        </Card>
      )}
    </Loaded>
  )
}
