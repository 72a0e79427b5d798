import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { chooseLanguage, useLanguage, useT } from '#shared/i18n.ts'
import { Logo } from '#shared/Logo.tsx'
import { OtherWays, type Step, WayLinks } from '#shared/OtherWays.tsx'
import { isProblem, problemSentence } from '#shared/problem.ts'
import { SECOND_FACTOR_ASKED, signIn } from '#shared/session.ts'
import { Refusal } from '#shared/ui/Refusal.tsx'

/** Sign-in. The reason of a refusal stands above the fields; what was typed stays. */
export function Login() {
  const t = useT()
  const shown = useLanguage()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [refused, setRefused] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [step, choose] = useState<Step>('password')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!login.trim()) return setRefused(t('shell.login.missing.login'))
    if (!password) return setRefused(t('shell.login.missing.password'))
    setBusy(true)
    try {
      await signIn({ login: login.trim(), password })
    } catch (error) {
      setBusy(false)
      if (isProblem(error) && error.problem?.code === SECOND_FACTOR_ASKED) {
        setRefused(null)
        return choose('second')
      }
      setRefused(problemSentence(error))
    }
  }
  return (
    <main className="login">
      <section>
        <Logo size={36} />
        <h1>{t('shell.login.promise')}</h1>
        {step === 'password' ? (
          <form onSubmit={submit} noValidate>
            {refused ? <Refusal tone="bad">{refused}</Refusal> : null}
            <label htmlFor="login">
              <span>{t('shell.login.login')}</span>
              <Input
                size="large"
                id="login"
                name="login"
                autoComplete="username"
                value={login}
                onChange={(event) => setLogin(event.target.value)}
                autoFocus
              />
            </label>
            <label htmlFor="password">
              <span>{t('shell.login.password')}</span>
              <Input.Password
                size="large"
                id="password"
                name="password"
                autoComplete="current-password"
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            </label>
            <Button type="primary" size="large" htmlType="submit" block loading={busy}>
              {t('shell.login.submit')}
            </Button>
          </form>
        ) : (
          <OtherWays app="console" step={step} choose={choose} />
        )}
        <WayLinks step={step} choose={choose} />
        <footer>
          <a href="/console/sign-up">{t('console.signUp')}</a>
          <button type="button" onClick={() => void chooseLanguage(shown === 'zh' ? 'en' : 'zh')}>
            {t(shown === 'zh' ? 'shell.language.en' : 'shell.language.zh')}
          </button>
        </footer>
      </section>
      <LoginThread />
    </main>
  )
}

/** The idea drawn large: out, round a place, back with cash. */
function LoginThread() {
  return (
    <svg className="login-thread" viewBox="0 0 800 900" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <defs>
        <pattern id="paper" width="50" height="50" patternUnits="userSpaceOnUse">
          <path d="M50 0H0V50" fill="none" stroke="var(--mapline)" />
        </pattern>
      </defs>
      <rect width="800" height="900" fill="var(--map)" />
      <rect width="800" height="900" fill="url(#paper)" />
      <circle cx="430" cy="330" r="210" fill="var(--pri)" fillOpacity="0.07" stroke="var(--pri)" strokeWidth="2" strokeDasharray="9 7" />
      <circle cx="430" cy="330" r="120" fill="none" stroke="var(--pri)" strokeOpacity="0.3" />
      <path
        d="M-20 760C190 760 560 620 560 330a130 130 0 1 0-260 0"
        fill="none"
        stroke="var(--pri)"
        strokeWidth="7"
        strokeLinecap="round"
      />
      <path d="M300 330C300 620 620 760 830 760" fill="none" stroke="var(--ok)" strokeWidth="7" strokeLinecap="round" />
      <circle cx="430" cy="330" r="22" fill="var(--ok)" />
      <circle cx="430" cy="330" r="44" fill="none" stroke="var(--ok)" strokeOpacity="0.35" strokeWidth="3" />
    </svg>
  )
}
