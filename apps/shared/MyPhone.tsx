import { useState } from 'react'
import { api } from './api.ts'
import { DoorField, DoorForm } from './Door.tsx'
import { useT } from './i18n.ts'
import { problemSentence } from './problem.ts'

/** What codes go to. A new one answers with its code first. */
export function MyPhone({ phone, done }: { phone: string | null; done: () => void }) {
  const t = useT()
  const [open, show] = useState(false)
  const [typed, type] = useState({ phone: '', code: '', password: '' })
  const [told, tell] = useState<string | null>(null)
  const change = (key: keyof typeof typed) => (value: string) => type({ ...typed, [key]: value })
  const send = () =>
    void api.organization.sendMyPhoneCode({ phone: typed.phone.trim() }).then(
      () => tell(t('sec.phone.sent')),
      (error: unknown) => tell(problemSentence(error)),
    )
  const save = async () => {
    await api.organization.setMyPhone({ ...typed, phone: typed.phone.trim(), code: typed.code.trim() })
    show(false)
    type({ phone: '', code: '', password: '' })
    done()
  }
  return (
    <>
      <h2>{t('sec.phone')}</h2>
      <p>{phone ?? t('sec.phone.none')}</p>
      {open ? (
        <DoorForm go={t('sec.phone.save')} act={save}>
          <DoorField id="my-phone" type="tel" label={t('sec.phone.new')} value={typed.phone} onChange={change('phone')} complete="tel" />
          <button type="button" className="door-link" onClick={send}>
            {t('door.send')}
          </button>
          <p role="status">{told}</p>
          <DoorField
            id="my-phone-code"
            label={t('door.code')}
            value={typed.code}
            onChange={change('code')}
            complete="one-time-code"
            numeric
          />
          <DoorField
            id="my-phone-password"
            type="password"
            label={t('sec.password')}
            value={typed.password}
            onChange={change('password')}
            complete="current-password"
          />
        </DoorForm>
      ) : (
        <nav className="door-ways">
          <button type="button" onClick={() => show(true)}>
            {t('sec.phone.change')}
          </button>
        </nav>
      )}
    </>
  )
}
