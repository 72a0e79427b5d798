import { useState } from 'react'
import { useFormats, useT } from '#shared/i18n.ts'
import { BigButton } from '../shell/BigButton.tsx'
import { Sheet } from '../shell/Sheet.tsx'
import { useAct } from '../shell/useAct.tsx'

type Props = { duty: { on: boolean; since: string | null; consented: boolean } }

/** The client comes with the first act: the first screen does not carry it. */
const visitsApi = () => import('#shared/api.ts').then(({ api }) => api.visits)

/** On duty or not, as one quiet line; consent is asked for before the first position is taken. */
export default function DutyStrip({ duty }: Props) {
  const t = useT()
  const f = useFormats()
  const [asking, ask] = useState(false)
  const start = useAct(
    (consent: boolean) => visitsApi().then((api) => api.startDuty(consent ? { consent: true } : {})),
    () => ask(false),
  )
  const end = useAct(() => visitsApi().then((api) => api.endDuty()))
  return (
    <>
      <div className="quiet-note">
        <span style={{ flex: 1 }}>{duty.on && duty.since ? t('today.duty.on', { time: f.time(duty.since) }) : t('today.duty.off')}</span>
        <button
          type="button"
          className="plain-link"
          onClick={() => (duty.on ? end.run(undefined) : duty.consented ? start.run(false) : ask(true))}
        >
          {t(duty.on ? 'today.duty.end' : 'today.duty.start')}
        </button>
      </div>
      {asking ? (
        <Sheet title={t('today.consent.title')} onClose={() => ask(false)}>
          <p>{t('today.consent.body')}</p>
          {start.refusal}
          <BigButton busy={start.busy} onPress={() => start.run(true)}>
            {t('today.consent.agree')}
          </BigButton>
        </Sheet>
      ) : (
        (start.refusal ?? end.refusal)
      )}
    </>
  )
}
