import { Button, Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { api } from '#shared/api.ts'
import { addMessages, useT } from '#shared/i18n.ts'
import { Logo } from '#shared/Logo.tsx'
import { problemSentence } from '#shared/problem.ts'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { signUpMessages } from './signUp.messages.ts'

addMessages(signUpMessages)

/** A new company: a phone that answers, a name, a password. What was typed stays when something is refused. */
export default function SignUp() {
  const t = useT()
  const [typed, type] = useState({ phone: '', code: '', company: '', name: '', password: '' })
  const [sent, setSent] = useState(false)
  const [refused, setRefused] = useState<ReactNode>(null)
  const [busy, setBusy] = useState(false)
  const run = async (work: () => Promise<void>) => {
    setBusy(true)
    setRefused(null)
    try {
      await work()
    } catch (error) {
      setRefused(problemSentence(error))
    }
    setBusy(false)
  }
  const send = () =>
    run(async () => {
      await api.organization.sendSignUpCode({ phone: typed.phone })
      setSent(true)
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!Object.values(typed).every((text) => text.trim())) return setRefused(t('signup.missing'))
    void run(async () => {
      await api.organization.signUp(typed)
      window.location.assign('/console/company')
    })
  }
  const field = (name: keyof typeof typed, more: Record<string, unknown> = {}) => (
    <label htmlFor={name}>
      <span>{t(`signup.${name}`)}</span>
      {name === 'password' ? (
        <Input.Password
          size="large"
          id={name}
          autoComplete="new-password"
          value={typed[name]}
          onChange={(event) => type({ ...typed, [name]: event.target.value })}
        />
      ) : (
        <Input size="large" id={name} value={typed[name]} onChange={(event) => type({ ...typed, [name]: event.target.value })} {...more} />
      )}
    </label>
  )
  return (
    <main className="login">
      <section>
        <Logo size={36} />
        <h1>{t('signup.title')}</h1>
        <form onSubmit={submit} noValidate>
          {refused ? <Refusal tone="bad">{refused}</Refusal> : null}
          {field('phone', { autoComplete: 'tel', inputMode: 'tel', autoFocus: true })}
          <Button size="large" onClick={() => void send()} disabled={!typed.phone.trim()} loading={busy && !sent} block>
            {t(sent ? 'signup.again' : 'signup.send')}
          </Button>
          {sent ? (
            <>
              {field('code', { autoComplete: 'one-time-code', inputMode: 'numeric', maxLength: 6 })}
              {field('company', { autoComplete: 'organization' })}
              {field('name', { autoComplete: 'name' })}
              {field('password')}
              <Button type="primary" size="large" htmlType="submit" block loading={busy}>
                {t('signup.submit')}
              </Button>
            </>
          ) : null}
        </form>
        <footer>
          <a href="/console/">{t('signup.back')}</a>
        </footer>
      </section>
    </main>
  )
}
