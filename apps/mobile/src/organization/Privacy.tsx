import { useQuery } from '@tanstack/react-query'
import { Smartphone } from 'lucide-react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useLanguage, useT } from '#shared/i18n.ts'
import { Loaded } from '../shell/Loaded.tsx'
import { Rows } from '../shell/Rows.tsx'
import { useAct } from '../shell/useAct.tsx'
import { meMessages } from './me.messages.ts'

addMessages(meMessages)

/** What I agreed to, each to be taken back at any time. */
export function Consents() {
  const t = useT()
  const shown = useLanguage()
  const consents = useQuery(query.organization.consents.queryOptions())
  const set = useAct((next: { purpose: 'check_in_position' | 'track' | 'recording' | 'photo'; given: boolean; version: number }) =>
    api.organization.setConsent(next),
  )
  return (
    <>
      <h2 className="section-title">{t('me.consent')}</h2>
      {set.refusal}
      <Loaded of={consents}>
        {({ items, version }) => (
          <section className="phone-card">
            {items.map((one) => (
              <label key={one.purpose} className="phone-switch">
                <span>
                  <b>{t(`me.consent.${one.purpose}`)}</b>
                  {one.ask ? <em className="phone-ask">{t('me.consent.ask')}</em> : null}
                  <small>{one.text[shown]}</small>
                </span>
                <input
                  type="checkbox"
                  checked={one.given}
                  onChange={(event) => set.run({ purpose: one.purpose, given: event.target.checked, version })}
                />
              </label>
            ))}
          </section>
        )}
      </Loaded>
    </>
  )
}

/** Where else I am signed in; another device can be signed out from here. */
export function Sessions() {
  const t = useT()
  const f = useFormats()
  const sessions = useQuery(query.organization.sessions.queryOptions())
  const end = useAct((id: string) => api.organization.revokeSession({ id }))
  return (
    <>
      <h2 className="section-title">{t('me.sessions')}</h2>
      {end.refusal}
      <Loaded of={sessions}>
        {({ items }) => (
          <Rows
            rows={items.slice(0, 8).map((one) => ({
              key: one.id,
              lead: <Smartphone size={20} strokeWidth={1.75} />,
              title: one.deviceName ?? deviceOf(one.userAgent) ?? t('me.session.unknown'),
              detail: one.current ? t('me.session.current') : t('me.session.seen', { at: f.moment(one.lastSeenAt) }),
              extra: one.current ? undefined : (
                <button type="button" className="plain-link" onClick={() => end.run(one.id)}>
                  {t('me.session.end')}
                </button>
              ),
            }))}
          />
        )}
      </Loaded>
    </>
  )
}

/** `Chrome · Android` out of a user agent, as far as it says. */
function deviceOf(userAgent: string | null): string | null {
  if (!userAgent) return null
  const browser = /(MicroMessenger|Edg|Chrome|Firefox|Safari)\//.exec(userAgent)?.[1]
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(userAgent)?.[1]
  return [browser, system].filter(Boolean).join(' · ') || null
}
