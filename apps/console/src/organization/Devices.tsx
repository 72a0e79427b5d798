import { useQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { organizationScreenMessages } from './organizationScreen.messages.ts'

addMessages(organizationScreenMessages)

/** Where else I am signed in, and my password. */
export function Devices() {
  const t = useT()
  const f = useFormats()
  const { message } = App.useApp()
  const [changing, change] = useState(false)
  const sessions = useQuery(query.organization.sessions.queryOptions()).data?.items ?? []
  const revoke = useAct((id: string) => api.organization.revokeSession({ id }))
  const password = useAct(
    (v: Values) => api.organization.changePassword({ current: v.current, next: v.next }),
    () => {
      change(false)
      void message.success(t('set.password.done'))
    },
  )
  return (
    <Card
      title={t('set.devices')}
      extra={
        <Button size="small" onClick={() => change(true)}>
          {t('set.password')}
        </Button>
      }
    >
      {revoke.refusal}
      <ul className="plain">
        {sessions.map((one) => (
          <li key={one.id}>
            <span title={one.userAgent ?? undefined}>{one.deviceName ?? deviceWords(one.userAgent, t)}</span>
            <small>{t('set.device.seen', { at: f.moment(one.lastSeenAt) })}</small>
            {one.current ? (
              <Chip tone="ok">{t('set.device.current')}</Chip>
            ) : (
              <Button size="small" type="text" danger onClick={() => revoke.run(one.id)}>
                {t('set.device.out')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <FormModal
        open={changing}
        title={t('set.password')}
        button={t('set.password')}
        act={password}
        fields={[
          { name: 'current', label: t('set.password.current'), kind: 'password', required: true },
          { name: 'next', label: t('set.password.next'), kind: 'password', required: true },
        ]}
        onSave={password.run}
        onClose={() => change(false)}
      />
    </Card>
  )
}

/** `Windows 上的 Chrome` of what a browser says of itself. */
export function deviceWords(agent: string | null, t: ReturnType<typeof useT>): string {
  const browser = /(MicroMessenger|Edg|Firefox|Chrome|Safari)\//.exec(agent ?? '')?.[1]
  const system = /(Windows|Android|iPhone|iPad|Mac OS|Linux)/.exec(agent ?? '')?.[1]
  if (!browser || !system) return t('set.device.unknown')
  return t('set.device.words', { browser: { MicroMessenger: 'WeChat', Edg: 'Edge' }[browser] ?? browser, system })
}
