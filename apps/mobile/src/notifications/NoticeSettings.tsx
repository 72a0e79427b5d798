import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useT } from '#shared/i18n.ts'
import { BigButton } from '../shell/BigButton.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'
import { noticeSettingsMessages } from './noticeSettings.messages.ts'

addMessages(noticeSettingsMessages)

type Choices = Awaited<ReturnType<typeof api.notifications.messageChoices>>
type Channel = Choices['channels'][number]['channel']

/** How I am told outside the app, when not, and my calendar. */
export default function NoticeSettings() {
  const t = useT()
  const choices = useQuery(query.notifications.messageChoices.queryOptions())
  return (
    <FlowPage title={t('ns.title')}>
      <Loaded of={choices}>
        {(data) => (
          <>
            <Hours choices={data} />
            <Push choices={data} />
            {data.channels.map(({ channel, reached }) => (
              <Kinds key={channel} channel={channel} reached={reached} choices={data} />
            ))}
            <Feed />
          </>
        )}
      </Loaded>
    </FlowPage>
  )
}

function Hours({ choices }: { choices: Choices }) {
  const t = useT()
  const save = useAct((next: Choices['hours']) => api.notifications.setMessageHours(next))
  const { hours } = choices
  const time = (name: 'quietFrom' | 'quietTo' | 'digestAt') => (
    <label className="phone-switch" key={name}>
      <span>{t(`ns.${name}`)}</span>
      <input
        type="time"
        value={hours[name]}
        onChange={(event) => (event.target.value ? save.run({ ...hours, [name]: event.target.value }) : undefined)}
      />
    </label>
  )
  return (
    <>
      <h2 className="section-title">{t('ns.hours')}</h2>
      {save.refusal}
      <section className="phone-card">
        {time('quietFrom')}
        {time('quietTo')}
        {time('digestAt')}
        <label className="phone-switch">
          <span>{t('ns.workingDays')}</span>
          <input
            type="checkbox"
            checked={hours.workingDays}
            onChange={(event) => save.run({ ...hours, workingDays: event.target.checked })}
          />
        </label>
      </section>
    </>
  )
}

/** This phone shows messages although the app is closed; the browser asks for its leave. */
function Push({ choices }: { choices: Choices }) {
  const t = useT()
  const { publicKey, browsers } = choices.push
  const [denied, deny] = useState(false)
  const on = useAct(async () => {
    if (!publicKey) return
    if ((await Notification.requestPermission()) !== 'granted') return deny(true)
    const worker = await navigator.serviceWorker.ready
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
    const { endpoint, keys } = made.toJSON()
    await api.notifications.addPushBrowser({
      endpoint: endpoint ?? '',
      p256dh: keys?.p256dh ?? '',
      auth: keys?.auth ?? '',
      device: navigator.userAgent.slice(0, 120),
    })
  })
  const off = useAct(async () => {
    for (const one of browsers) await api.notifications.dropPushBrowser({ id: one.id })
  })
  if (!publicKey) return null
  const able = 'serviceWorker' in navigator && 'PushManager' in window
  return (
    <>
      <h2 className="section-title">{t('ns.push')}</h2>
      {on.refusal ?? off.refusal}
      <section className="phone-card notice-way">
        <p>
          {t(!able ? 'ns.push.unable' : denied ? 'ns.push.denied' : browsers.length > 0 ? 'ns.push.on' : 'ns.push.off', {
            n: browsers.length,
          })}
        </p>
        {able ? (
          <BigButton look="plain" busy={on.busy || off.busy} onPress={() => (browsers.length > 0 ? off : on).run(undefined)}>
            {t(browsers.length > 0 ? 'ns.push.stop' : 'ns.push.start')}
          </BigButton>
        ) : null}
      </section>
    </>
  )
}

function Kinds({ channel, reached, choices }: { channel: Channel; reached: boolean; choices: Choices }) {
  const t = useT()
  const pick = usePick()
  const set = useAct((next: { eventType: string; mode: 'now' | 'digest' | 'off' }) =>
    api.notifications.setMessageChoice({ ...next, channel }),
  )
  return (
    <>
      <h2 className="section-title">{t(`ns.channel.${channel}`)}</h2>
      {set.refusal}
      {reached ? (
        <section className="phone-card">
          {choices.kinds.map((kind) => (
            <label key={kind.eventType} className="phone-switch">
              <span>
                {pick(kind.title)}
                <small>{pick(kind.roomTitle)}</small>
              </span>
              <select
                value={kind.modes[channel] ?? 'off'}
                onChange={(event) => set.run({ eventType: kind.eventType, mode: event.target.value as 'now' })}
              >
                {(['now', 'digest', 'off'] as const).map((mode) => (
                  <option key={mode} value={mode}>
                    {t(`ns.mode.${mode}`)}
                  </option>
                ))}
              </select>
            </label>
          ))}
        </section>
      ) : (
        <p className="quiet-note">{t(channel === 'push' || channel === 'sms' ? `ns.notReached.${channel}` : 'ns.notReached')}</p>
      )}
    </>
  )
}

/** My tasks in the phone's calendar; the address is shown once. */
function Feed() {
  const t = useT()
  const state = useQuery(query.tasks.calendarFeedState.queryOptions())
  const [url, setUrl] = useState<string | null>(null)
  const make = useAct(
    () => api.tasks.makeCalendarFeed(),
    (answer) => setUrl(answer.url),
  )
  const drop = useAct(
    () => api.tasks.dropCalendarFeed(),
    () => setUrl(null),
  )
  return (
    <>
      <h2 className="section-title">{t('ns.calendar')}</h2>
      {make.refusal ?? drop.refusal}
      <section className="phone-card notice-way">
        <p>{t('ns.calendar.about')}</p>
        {url ? <a href={url.replace(/^https?:/, 'webcal:')}>{t('ns.calendar.open')}</a> : null}
        <BigButton look="plain" busy={make.busy} onPress={() => make.run(undefined)}>
          {t(state.data?.active ? 'ns.calendar.anew' : 'ns.calendar.make')}
        </BigButton>
        {state.data?.active ? (
          <BigButton look="danger" busy={drop.busy} onPress={() => drop.run(undefined)}>
            {t('ns.calendar.drop')}
          </BigButton>
        ) : null}
      </section>
    </>
  )
}
