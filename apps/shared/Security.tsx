// My security, for both apps: second factor, company account, companies, how I signed in.
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { api, query } from './api.ts'
import { goOnIn, useCompanies } from './companies.ts'
import { DoorField, DoorForm } from './Door.tsx'
import { useFormats, useT } from './i18n.ts'
import { retrySession } from './session.ts'

type Setup = Awaited<ReturnType<typeof api.organization.startSecondFactor>>
type Draw = (text: string) => ReactNode

/** Set up, in three steps: the password, the code to scan with the recovery codes, a first code. */
export function SecondFactorSetup({ draw, done }: { draw?: Draw | undefined; done: () => void }) {
  const t = useT()
  const [password, setPassword] = useState('')
  const [setup, setSetup] = useState<Setup | null>(null)
  const [code, setCode] = useState('')
  if (!setup?.uri)
    return (
      <DoorForm go={t('door.continue')} act={async () => setSetup(await api.organization.startSecondFactor({ password }))}>
        <DoorField
          id="my-password"
          type="password"
          label={t('sec.password')}
          value={password}
          onChange={setPassword}
          complete="current-password"
        />
      </DoorForm>
    )
  const confirm = async () => {
    await api.organization.confirmSecondFactor({ code: code.trim() })
    done()
  }
  return (
    <DoorForm go={t('sec.confirm')} act={confirm}>
      <p>{t('sec.scan')}</p>
      {draw?.(setup.uri)}
      <nav className="door-ways">
        <a href={setup.uri}>{t('sec.openApp')}</a>
      </nav>
      <p>{t('sec.key')}</p>
      <code className="door-key">{setup.secret}</code>
      <RecoveryCodes codes={setup.recoveryCodes ?? []} />
      <DoorField id="first-code" label={t('sec.firstCode')} value={code} onChange={setCode} complete="one-time-code" numeric />
    </DoorForm>
  )
}

function RecoveryCodes({ codes }: { codes: string[] }) {
  const t = useT()
  return (
    <>
      <p>{t('sec.recovery')}</p>
      <ul className="door-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </>
  )
}

/** Nothing else is open until it is done. */
export function SecondFactorDue({ draw }: { draw?: Draw | undefined }) {
  const t = useT()
  return (
    <main className="arrival">
      <h1>{t('door.due')}</h1>
      <p>{t('door.dueHint')}</p>
      <SecondFactorSetup draw={draw} done={() => void retrySession()} />
    </main>
  )
}

export function Security({ app, draw }: { app: 'console' | 'm'; draw?: Draw | undefined }) {
  const t = useT()
  const security = useQuery(query.organization.security.queryOptions())
  const [doing, act] = useState<'on' | 'off' | 'renew' | null>(null)
  const now = security.data
  if (!now) return null
  const finished = () => {
    act(null)
    void security.refetch()
  }
  return (
    <section className="door">
      <h2>{t('sec.second')}</h2>
      <p>{now.secondFactor.on ? t('sec.on', { n: now.secondFactor.recoveryLeft }) : t('sec.off')}</p>
      {doing ? null : (
        <nav className="door-ways">
          {(now.secondFactor.on ? (['renew', 'off'] as const) : (['on'] as const)).map((one) => (
            <button key={one} type="button" onClick={() => act(one)}>
              {t(one === 'on' ? 'sec.turnOn' : one === 'off' ? 'sec.turnOff' : 'sec.renew')}
            </button>
          ))}
        </nav>
      )}
      {doing === 'on' ? <SecondFactorSetup draw={draw} done={finished} /> : null}
      {doing === 'off' || doing === 'renew' ? <WithPassword key={doing} what={doing} done={finished} /> : null}
      {now.companyAccount ? <CompanyAccount app={app} linked={now.companyAccount.linked} done={finished} /> : null}
      <Companies app={app} />
      <History />
    </section>
  )
}

function WithPassword({ what, done }: { what: 'off' | 'renew'; done: () => void }) {
  const t = useT()
  const [password, setPassword] = useState('')
  const [codes, tell] = useState<string[] | null>(null)
  const run = async () => {
    if (codes) return done()
    if (what === 'renew') return tell((await api.organization.renewRecoveryCodes({ password })).recoveryCodes ?? [])
    await api.organization.dropSecondFactor({ password })
    done()
  }
  return (
    <DoorForm go={t(codes ? 'sec.done' : what === 'off' ? 'sec.turnOff' : 'sec.renew')} act={run}>
      {codes ? (
        <RecoveryCodes codes={codes} />
      ) : (
        <DoorField
          id="my-password"
          type="password"
          label={t('sec.password')}
          value={password}
          onChange={setPassword}
          complete="current-password"
        />
      )}
    </DoorForm>
  )
}

function CompanyAccount({ app, linked, done }: { app: 'console' | 'm'; linked: boolean; done: () => void }) {
  const t = useT()
  const act = async () => {
    if (!linked) window.location.assign((await api.organization.departToLink({ app })).url)
    else await api.organization.unlinkCompanyAccount({}).then(done)
  }
  return (
    <DoorForm go={t(linked ? 'sec.unlink' : 'sec.link')} act={act}>
      <h2>{t('sec.company')}</h2>
      <p>{t(linked ? 'sec.linked' : 'sec.unlinked')}</p>
    </DoorForm>
  )
}

/** The companies I belong to; nothing when it is one. */
export function Companies({ app }: { app: 'console' | 'm' }) {
  const t = useT()
  const items = useCompanies()
  if (items.length < 2) return null
  return (
    <>
      <h2>{t('sec.companies')}</h2>
      <ul className="door-list">
        {items.map((one) => (
          <li key={one.tenantId}>
            {one.name}
            {one.current ? (
              <small>{t('sec.current')}</small>
            ) : (
              <button type="button" className="door-link" onClick={() => void goOnIn(app, one.code)}>
                {t('sec.switch')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function History() {
  const t = useT()
  const f = useFormats()
  const items = useQuery(query.organization.signInHistory.queryOptions()).data?.items ?? []
  return (
    <>
      <h2>{t('sec.history')}</h2>
      <ul className="door-list">
        {items.slice(0, 10).map((one) => (
          <li key={one.id}>
            <span>
              {t(`sec.way.${one.way}`)} · {t(`sec.outcome.${one.outcome}`)}
            </span>
            <small>
              {f.moment(one.at)} {one.ip}
            </small>
          </li>
        ))}
      </ul>
    </>
  )
}
