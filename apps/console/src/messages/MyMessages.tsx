import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select, Switch } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useT } from '#shared/i18n.ts'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'
import { messageScreenMessages } from './messageScreen.messages.ts'

addMessages(messageScreenMessages)

type Choices = Awaited<ReturnType<typeof api.notifications.messageChoices>>
type Mode = 'now' | 'digest' | 'off'
const HALF_HOURS = Array.from({ length: 48 }, (_, n) => `${String(Math.floor(n / 2)).padStart(2, '0')}:${n % 2 ? '30' : '00'}`)

/** How I want to be told: in the app, outside of it, and when not. */
export function MyMessages() {
  const { data } = useQuery(query.notifications.messageChoices.queryOptions())
  return data ? (
    <>
      <MyHours choices={data} />
      <MyKinds choices={data} />
    </>
  ) : null
}

function MyHours({ choices }: { choices: Choices }) {
  const t = useT()
  const hours = useAct((next: Choices['hours']) => api.notifications.setMessageHours(next))
  const [email, setEmail] = useState(choices.email ?? '')
  const mail = useAct(() => api.notifications.setMyEmail({ email }))
  const time = (name: 'quietFrom' | 'quietTo' | 'digestAt') => (
    <Select
      value={choices.hours[name]}
      aria-label={t(`msg.hours.${name}`)}
      style={{ width: 96 }}
      onChange={(value) => hours.run({ ...choices.hours, [name]: value })}
      options={HALF_HOURS.map((value) => ({ value, label: value }))}
    />
  )
  return (
    <section className="card rows">
      <div>
        <b>{t('msg.hours.quiet')}</b>
        <span>
          {time('quietFrom')} – {time('quietTo')}
        </span>
      </div>
      <div>
        <b>{t('msg.hours.digestAt')}</b>
        {time('digestAt')}
      </div>
      <div>
        <b>{t('msg.hours.workingDays')}</b>
        <Switch
          checked={choices.hours.workingDays}
          aria-label={t('msg.hours.workingDays')}
          onChange={(workingDays) => hours.run({ ...choices.hours, workingDays })}
        />
      </div>
      <div>
        <b>{t('msg.email')}</b>
        <span className="list-filters">
          <Input value={email} onChange={(event) => setEmail(event.target.value)} aria-label={t('msg.email')} style={{ width: 240 }} />
          <Button loading={mail.busy} disabled={email === (choices.email ?? '')} onClick={() => mail.run(undefined)}>
            {t('msg.save')}
          </Button>
        </span>
      </div>
      {hours.refusal ?? mail.refusal}
    </section>
  )
}

function MyKinds({ choices }: { choices: Choices }) {
  const t = useT()
  const pick = usePick()
  const inApp = useAct((next: { eventType: string; inApp: boolean }) => api.notifications.setNotificationPreference(next))
  const mode = useAct((next: { eventType: string; channel: Choices['channels'][number]['channel']; mode: Mode }) =>
    api.notifications.setMessageChoice(next),
  )
  return (
    <Card title={t('msg.kinds')} note={t('msg.kinds.note')} flush>
      {inApp.refusal ?? mode.refusal}
      <table className="lines text">
        <thead>
          <tr>
            <th>{t('msg.col.what')}</th>
            <th>{t('msg.inApp')}</th>
            {choices.channels.map(({ channel, reached }) => (
              <th key={channel}>
                {t(`msg.channel.${channel}`)}
                {reached ? null : <small className="warn"> {t(channel === 'sms' ? 'msg.notReached.sms' : 'msg.notReached')}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {choices.kinds.map((kind) => (
            <tr key={kind.eventType}>
              <td>
                {pick(kind.title)} <small>{pick(kind.roomTitle)}</small>
              </td>
              <td>
                <Switch
                  size="small"
                  checked={kind.inApp}
                  aria-label={`${t('msg.inApp')} ${pick(kind.title)}`}
                  onChange={(checked) => inApp.run({ eventType: kind.eventType, inApp: checked })}
                />
              </td>
              {choices.channels.map(({ channel }) => (
                <td key={channel}>
                  <Select<Mode>
                    size="small"
                    variant="borderless"
                    value={kind.modes[channel] ?? 'off'}
                    aria-label={`${t(`msg.channel.${channel}`)} ${pick(kind.title)}`}
                    style={{ width: 96 }}
                    onChange={(value) => mode.run({ eventType: kind.eventType, channel, mode: value })}
                    options={(['now', 'digest', 'off'] as const).map((value) => ({ value, label: t(`msg.mode.${value}`) }))}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
