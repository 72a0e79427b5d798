import { useQuery } from '@tanstack/react-query'
import { Button, Input, Segmented, Select } from 'antd'
import { useEffect, useState } from 'react'
import { api, query } from '#shared/api.ts'
import { useLanguage, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'

type Template = Awaited<ReturnType<typeof api.notifications.templates>>['items'][number]
type Locale = 'zh-CN' | 'en'
type Channel = Template['own'][number]['channel']
const CHANNELS = ['all', 'email', 'push', 'sms', 'wecom', 'dingtalk', 'feishu'] as const
type Preview = Awaited<ReturnType<typeof api.notifications.previewTemplate>>

/** What each message says; the company may say it in its own words. */
export function TemplateList() {
  const t = useT()
  const shown = useLanguage()
  const found = useQuery(query.notifications.templates.queryOptions())
  const [open, setOpen] = useState<string | null>(null)
  return (
    <Loaded from={found}>
      {({ items }) => {
        const one = items.find((item) => item.message === open) ?? items[0]
        return (
          <div className="columns">
            <Card flush>
              <table className="lines text">
                <tbody>
                  {items.map((item) => (
                    <tr key={item.message} data-open={item.message === one?.message}>
                      <td>
                        <button type="button" className="link" onClick={() => setOpen(item.message)}>
                          {item.standard[shown]}
                        </button>
                        <br />
                        <small data-raw>{item.message}</small>
                      </td>
                      <td>{item.own.length > 0 ? <Chip tone="pri">{t('msg.template.own')}</Chip> : null}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Card>
            {one ? <Editor key={one.message} template={one} /> : null}
          </div>
        )
      }}
    </Loaded>
  )
}

function Editor({ template }: { template: Template }) {
  const t = useT()
  const [seen, see] = useState<Preview | null>(null)
  const [locale, setLocale] = useState<Locale>('zh-CN')
  const [channel, setChannel] = useState<Channel>('all')
  const own = template.own.find((row) => row.locale === locale && row.channel === channel)
  const standard = template.standard[locale === 'en' ? 'en' : 'zh']
  const [subject, setSubject] = useState(own?.subject ?? standard)
  const [body, setBody] = useState(own?.body ?? standard)
  const [approvedAs, setApprovedAs] = useState(own?.approvedAs ?? '')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language or channel starts from its own words
  useEffect(() => {
    setSubject(own?.subject ?? standard)
    setBody(own?.body ?? standard)
    setApprovedAs(own?.approvedAs ?? '')
    see(null)
  }, [locale, channel, own?.version])
  const sms = channel === 'sms'
  const draft = { message: template.message, channel, locale, subject, body, ...(sms && { approvedAs }) }
  const preview = useAct(() => api.notifications.previewTemplate(draft), see)
  const save = useAct(() => api.notifications.setTemplate({ ...draft, version: own?.version ?? 0 }))
  const drop = useAct(() => api.notifications.dropTemplate({ message: template.message, channel, locale }))
  return (
    <Card title={t('msg.template.edit')}>
      <div className="stack">
        <div className="list-filters">
          <Segmented<Locale>
            value={locale}
            onChange={setLocale}
            options={[
              { value: 'zh-CN', label: <span data-raw>中文</span> },
              { value: 'en', label: <span data-raw>English</span> },
            ]}
          />
          <Select
            value={channel}
            onChange={setChannel}
            aria-label={t('msg.col.channel')}
            style={{ width: 160 }}
            options={CHANNELS.map((value) => ({ value, label: t(value === 'all' ? 'msg.template.all' : `msg.channel.${value}`) }))}
          />
        </div>
        {sms ? (
          <Input
            value={approvedAs}
            maxLength={60}
            onChange={(event) => setApprovedAs(event.target.value)}
            placeholder={t('msg.template.approvedAs')}
            aria-label={t('msg.template.approvedAs')}
          />
        ) : (
          <Input
            value={subject}
            maxLength={120}
            onChange={(event) => setSubject(event.target.value)}
            aria-label={t('msg.template.subject')}
          />
        )}
        <Input.TextArea
          rows={5}
          value={body}
          maxLength={2000}
          onChange={(event) => setBody(event.target.value)}
          aria-label={t('msg.template.body')}
        />
        {sms ? <p className="quiet">{t('msg.template.approvedAs.hint')}</p> : null}
        <p className="quiet">
          {t('msg.template.places')} <span data-raw>{template.places.map((place) => `{${place}}`).join(' ') || '—'}</span>
        </p>
        <div className="list-filters">
          <Button type="primary" loading={save.busy} onClick={() => save.run(undefined)}>
            {t('msg.template.save')}
          </Button>
          <Button loading={preview.busy} onClick={() => preview.run(undefined)}>
            {t('msg.template.preview')}
          </Button>
          {own ? (
            <Button type="text" loading={drop.busy} onClick={() => drop.run(undefined)}>
              {t('msg.template.standard')}
            </Button>
          ) : null}
        </div>
        {save.refusal ?? preview.refusal ?? drop.refusal}
        {seen ? (
          <>
            <blockquote className="message-preview" data-raw>
              {seen.sms ? null : <b>{seen.subject}</b>}
              <p>{seen.sms?.text ?? seen.body}</p>
            </blockquote>
            {seen.sms ? <p className="quiet">{t('msg.template.sms', { n: seen.sms.letters, parts: seen.sms.parts })}</p> : null}
          </>
        ) : null}
      </div>
    </Card>
  )
}
