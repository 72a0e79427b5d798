import { addMessages, useT } from './i18n.ts'
import { currentMe } from './session.ts'
import { signInScreenMessages } from './signIn.messages.ts'
import './elsewhere.css'

addMessages(signInScreenMessages)

/** Another tab went on in another company: said before the reload, so that what was typed here can be copied. */
export default function Elsewhere() {
  const t = useT()
  return (
    <div className="elsewhere" role="alert">
      <p>{t('door.elsewhere', { company: currentMe()?.tenant.name ?? '' })}</p>
      <button type="button" onClick={() => window.location.reload()}>
        {t('door.reload')}
      </button>
    </div>
  )
}
