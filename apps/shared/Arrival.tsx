// Whoever arrives by an address: an invitation, or back from the company's own page.
import { useEffect, useRef, useState } from 'react'
import { api } from './api.ts'
import { DoorField, DoorForm } from './Door.tsx'
import { useFormats, useT } from './i18n.ts'
import { problemSentence } from './problem.ts'
import { Refusal } from './ui/Refusal.tsx'

/** `/console/invite/…` and `/m/sign-in/…`; null on every other page. */
export function arrival(): { app: 'console' | 'm'; kind: 'invite' | 'sign-in'; what: string } | null {
  const [, app, kind, what] = /^\/(console|m)\/(invite|sign-in)\/([^/]+)$/.exec(window.location.pathname) ?? []
  return app && kind && what ? { app: app as 'm', kind: kind as 'invite', what } : null
}

export function Arrival() {
  const t = useT()
  const came = arrival()
  if (!came) return null
  return (
    <main className="arrival">
      {came.kind === 'invite' ? <Invitation token={came.what} /> : <Return app={came.app} company={came.what} />}
      <nav className="door-ways">
        <a href={`/${came.app}/`}>{t('door.toLogin')}</a>
      </nav>
    </main>
  )
}

function Return({ app, company }: { app: 'console' | 'm'; company: string }) {
  const t = useT()
  const [refused, refuse] = useState<string | null>(null)
  const once = useRef(false) // the code is good once, however often the page is drawn
  useEffect(() => {
    if (once.current) return
    once.current = true
    const { code = '', authCode = '', state = '' } = Object.fromEntries(new URLSearchParams(window.location.search))
    api.organization.returnFromCompany({ company, app, code: code || authCode, state }).then(
      ({ linked }) => window.location.replace(linked ? `/${app}/${app === 'm' ? 'me' : 'settings'}` : `/${app}/`),
      (error: unknown) => refuse(problemSentence(error)),
    )
  }, [app, company])
  return refused ? <Refusal tone="bad">{refused}</Refusal> : <p>{t('door.arriving')}</p>
}

type Offer = Awaited<ReturnType<typeof api.organization.lookAtInvitation>>

function Invitation({ token }: { token: string }) {
  const t = useT()
  const f = useFormats()
  const [offer, setOffer] = useState<Offer | null>(null)
  const [refused, refuse] = useState<string | null>(null)
  const [typed, type] = useState({ name: '', username: '', password: '' })
  useEffect(() => {
    api.organization.lookAtInvitation({ token }).then(
      (found) => {
        setOffer(found)
        type((now) => ({ ...now, name: now.name || (found.name ?? '') }))
      },
      (error: unknown) => refuse(problemSentence(error)),
    )
  }, [token])
  if (refused) return <Refusal tone="bad">{refused}</Refusal>
  if (!offer) return null
  // An invitation is opened where it was received: the server knows which app this device wants.
  const enter = () => window.location.replace('/')
  const accept = async () => {
    await api.organization.acceptInvitation({ token, ...typed, username: typed.username.trim().toLowerCase() })
    enter()
  }
  const join = async () => {
    await api.organization.joinByInvitation({ token })
    enter()
  }
  const change = (key: keyof typeof typed) => (value: string) => type({ ...typed, [key]: value })
  return (
    <>
      <h1>{t(offer.invitedBy ? 'door.invited' : 'door.invitedBy', { by: offer.invitedBy ?? '', company: offer.company })}</h1>
      <p>{t('door.invitedTo', { department: offer.department, at: f.moment(offer.expiresAt) })}</p>
      {offer.signedInAs ? (
        <DoorForm go={t('door.joinAs', { name: offer.signedInAs })} act={join}>
          {null}
        </DoorForm>
      ) : (
        <DoorForm go={t('door.join')} act={accept}>
          <DoorField id="name" label={t('door.name')} value={typed.name} onChange={change('name')} complete="name" />
          <DoorField id="username" label={t('door.username')} value={typed.username} onChange={change('username')} complete="username" />
          <p>{t('door.usernameHint')}</p>
          <DoorField
            id="password"
            type="password"
            label={t('shell.login.password')}
            value={typed.password}
            onChange={change('password')}
            complete="new-password"
          />
          <p>{t('door.passwordHint')}</p>
        </DoorForm>
      )}
    </>
  )
}
