import { useQuery } from '@tanstack/react-query'
import { App, Button, Modal, Popconfirm } from 'antd'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { useAct } from '../shell/useAct.tsx'
import { deviceWords } from './Devices.tsx'

/** Where a member is signed in, signed out one by one; and a second factor taken off whose device is lost. */
export function MemberDevices({ member, onClose }: { member: { id: string; name: string }; onClose: () => void }) {
  const t = useT()
  const f = useFormats()
  const items = useQuery(query.organization.memberSessions.queryOptions({ input: { id: member.id } })).data?.items
  const end = useAct((sessionId: string) => api.organization.endMemberSession({ id: member.id, sessionId }))
  const { message } = App.useApp()
  const reset = useAct(
    () => api.organization.resetSecondFactor({ id: member.id }),
    () => void message.success(t('org.factor.done', { name: member.name })),
  )
  return (
    <Modal open title={t('org.devices.of', { name: member.name })} footer={null} onCancel={onClose} destroyOnHidden>
      {items?.length === 0 ? <p className="quiet">{t('org.devices.none')}</p> : null}
      <ul className="plain">
        {items?.map((one) => (
          <li key={one.id}>
            <span title={one.userAgent ?? undefined}>{one.deviceName ?? deviceWords(one.userAgent, t)}</span>
            <small>{t('set.device.seen', { at: f.moment(one.lastSeenAt) })}</small>
            <Button size="small" type="text" danger loading={end.busy} onClick={() => end.run(one.id)}>
              {t('set.device.out')}
            </Button>
          </li>
        ))}
      </ul>
      <Popconfirm title={t('org.factor.sure', { name: member.name })} okText={t('org.factor.off')} onConfirm={() => reset.run(undefined)}>
        <Button size="small" loading={reset.busy}>
          {t('org.factor.off')}
        </Button>
      </Popconfirm>
      {end.refusal ?? reset.refusal}
    </Modal>
  )
}
