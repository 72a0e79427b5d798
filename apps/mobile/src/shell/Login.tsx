import { Eye, EyeOff } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { chooseLanguage, useLanguage, useT } from '#shared/i18n.ts'
import { Mark } from '#shared/Logo.tsx'
import { OtherWays, type Step, WayLinks } from '#shared/OtherWays.tsx'
import { isProblem, problemSentence } from '#shared/problem.ts'
import { SECOND_FACTOR_ASKED, signIn } from '#shared/session.ts'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { BigButton } from './BigButton.tsx'

/** Sign-in. The reason of a refusal stands above the fields; what was typed stays. */
export function Login() {
  const t = useT()
  const shown = useLanguage()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [visible, setVisible] = useState(false)
  const [refused, setRefused] = useState<string | null>(location.search === '?wiped' ? t('mobile.wiped') : null)
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
  const Look = visible ? EyeOff : Eye
  return (
    <main className="phone-login">
      <header>
        <Mark size={52} />
        <b>Fieldloop</b>
        <h1>{t('shell.login.promise')}</h1>
      </header>
      {step === 'password' ? (
        <form onSubmit={submit} noValidate>
          {refused ? <Refusal tone="bad">{refused}</Refusal> : null}
          <label htmlFor="login">{t('shell.login.login')}</label>
          <input
            id="login"
            name="login"
            autoComplete="username"
            autoCapitalize="none"
            value={login}
            onChange={(event) => setLogin(event.target.value)}
          />
          <label htmlFor="password">{t('shell.login.password')}</label>
          <span className="phone-password">
            <input
              id="password"
              name="password"
              type={visible ? 'text' : 'password'}
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
            <button type="button" aria-label={t(visible ? 'shell.login.hide' : 'shell.login.show')} onClick={() => setVisible(!visible)}>
              <Look size={20} strokeWidth={1.75} />
            </button>
          </span>
          <BigButton submit busy={busy}>
            {t('shell.login.submit')}
          </BigButton>
        </form>
      ) : (
        <OtherWays app="m" step={step} choose={choose} />
      )}
      <WayLinks step={step} choose={choose} />
      <footer>
        <button type="button" onClick={() => void chooseLanguage(shown === 'zh' ? 'en' : 'zh')}>
          {t(shown === 'zh' ? 'shell.language.en' : 'shell.language.zh')}
        </button>
      </footer>
    </main>
  )
}
