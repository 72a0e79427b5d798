// Ways in besides the password, for both apps: a code by SMS, a forgotten password, the company's own page, the second factor.
import { useState } from 'react'
import { api } from './api.ts'
import { DoorField, DoorForm } from './Door.tsx'
import { useT } from './i18n.ts'
import { problemSentence } from './problem.ts'
import { retrySession } from './session.ts'

export type Step = 'password' | 'code' | 'forgot' | 'company' | 'second'

const WAYS: Step[] = ['password', 'code', 'company', 'forgot']
const words: Record<Step, string> = {
  password: 'door.byPassword',
  code: 'door.byCode',
  company: 'door.byCompany',
  forgot: 'door.forgot',
  second: 'door.back',
}

/** Links to the ways that are not shown. */
export function WayLinks({ step, choose }: { step: Step; choose: (step: Step) => void }) {
  const t = useT()
  return (
    <nav className="door-ways">
      {(step === 'second' ? (['password'] as const) : WAYS.filter((one) => one !== step)).map((one) => (
        <button key={one} type="button" onClick={() => choose(one)}>
          {t(step === 'second' ? 'door.back' : words[one])}
        </button>
      ))}
    </nav>
  )
}

export function OtherWays({ app, step, choose }: { app: 'console' | 'm'; step: Step; choose: (step: Step) => void }) {
  if (step === 'second') return <SecondFactor />
  if (step === 'company') return <Company app={app} />
  return <ByCode key={step} forgotten={step === 'forgot'} choose={choose} />
}

function SecondFactor() {
  const t = useT()
  const [code, setCode] = useState('')
  const act = async () => {
    await api.organization.secondFactorSignIn({ code: code.trim() })
    await retrySession()
  }
  return (
    <DoorForm go={t('door.continue')} act={act}>
      <h2>{t('door.second')}</h2>
      <p>{t('door.secondHint')}</p>
      <DoorField id="second" label={t('door.secondCode')} value={code} onChange={setCode} complete="one-time-code" />
    </DoorForm>
  )
}

function Company({ app }: { app: 'console' | 'm' }) {
  const t = useT()
  const [company, setCompany] = useState('')
  const act = async () => {
    const { url } = await api.organization.departToCompany({ company: company.trim().toLowerCase(), app })
    window.location.assign(url)
  }
  return (
    <DoorForm go={t('door.toCompany')} act={act}>
      <p>{t('door.companyHint')}</p>
      <DoorField id="company" label={t('door.company')} value={company} onChange={setCompany} complete="organization" />
    </DoorForm>
  )
}

function ByCode({ forgotten, choose }: { forgotten: boolean; choose: (step: Step) => void }) {
  const t = useT()
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const [told, tell] = useState<string | null>(null)
  const send = () =>
    void api.organization.requestCode({ phone: phone.trim() }).then(
      () => tell(t('door.sent')),
      (error: unknown) => tell(problemSentence(error)),
    )
  const act = async () => {
    const number = phone.trim()
    if (forgotten) await api.organization.resetPasswordByCode({ phone: number, code: code.trim(), password })
    const { next } = forgotten
      ? await api.organization.signIn({ login: number, password })
      : await api.organization.signInByCode({ phone: number, code: code.trim() })
    if (next === 'second_factor') choose('second')
    else await retrySession()
  }
  return (
    <DoorForm go={t(forgotten ? 'door.reset' : 'shell.login.submit')} act={act}>
      <DoorField id="phone" type="tel" label={t('door.phone')} value={phone} onChange={setPhone} complete="tel" />
      <button type="button" className="door-link" onClick={send}>
        {t('door.send')}
      </button>
      <p role="status">{told}</p>
      <DoorField id="code" label={t('door.code')} value={code} onChange={setCode} complete="one-time-code" numeric />
      {forgotten ? (
        <>
          <DoorField
            id="new-password"
            type="password"
            label={t('door.newPassword')}
            value={password}
            onChange={setPassword}
            complete="new-password"
          />
          <p>{t('door.passwordHint')}</p>
        </>
      ) : null}
    </DoorForm>
  )
}
