import { useT } from '#shared/i18n.ts'
import { takeUpdate, useUpdateWaits } from '../offline/updates.ts'

/** A newer version waits; the person says when. */
export function UpdateNote() {
  const t = useT()
  if (!useUpdateWaits()) return null
  return (
    <div className="update-note" role="status">
      <span>{t('mobile.update')}</span>
      <button type="button" onClick={takeUpdate}>
        {t('mobile.update.do')}
      </button>
    </div>
  )
}
