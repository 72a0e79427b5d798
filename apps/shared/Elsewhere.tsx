import { useT } from './i18n.ts'
import { currentMe } from './session.ts'
import './elsewhere.css'

/** Another tab went on in another company: said before the reload, so that what was typed here can be copied. */
export default function Elsewhere() {
  const t = useT()
  return (
    <div className="elsewhere" role="alert">
      <p>{t('shell.elsewhere', { company: currentMe()?.tenant.name ?? '' })}</p>
      <button type="button" onClick={() => window.location.reload()}>
        {t('shell.reload')}
      </button>
    </div>
  )
}
