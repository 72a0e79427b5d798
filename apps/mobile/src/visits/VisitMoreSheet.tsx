import { useNavigate } from '@tanstack/react-router'
import { CalendarClock, CameraOff, CircleCheck, CircleSlash, CircleX, DoorClosed, IdCard, Navigation } from 'lucide-react'
import { useState } from 'react'
import { api } from '#shared/api.ts'
import { today, useT } from '#shared/i18n.ts'
import { FormSheet, type Values } from '../shell/Form.tsx'
import { type Row, Rows } from '../shell/Rows.tsx'
import { Sheet } from '../shell/Sheet.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'
import type { Over } from './VisitPage.tsx'
import type { ShownVisit } from './visitText.ts'

type Asked = 'move' | 'cancel' | 'valid' | 'invalid' | null

/** Everything but the next step: briefing, the way, another day, leaving without result, a manager's word. */
export function VisitMoreSheet({ visit, over, onClose }: { visit: ShownVisit; over: (what: Over) => void; onClose: () => void }) {
  const t = useT()
  const pick = usePick()
  const go = useNavigate()
  const [asked, ask] = useState<Asked>(null)
  const icon = { size: 20, strokeWidth: 1.75 }
  if (asked) return <Answer visit={visit} asked={asked} onClose={onClose} />
  const { point } = visit.fence
  const rows: (Row | false)[] = [
    {
      key: 'briefing',
      lead: <IdCard {...icon} />,
      title: t('visits.briefing'),
      onPress: () => void go({ to: `/briefings/${visit.subjectType}/${visit.subjectId}` }),
    },
    point !== null &&
      visit.status === 'planned' && {
        key: 'drive',
        lead: <Navigation {...icon} />,
        title: t('visits.drive'),
        onPress: () => {
          location.href = `geo:${point.lat},${point.lng}?q=${point.lat},${point.lng}(${encodeURIComponent(visit.subjectName)})`
        },
      },
    ...(visit.status === 'in_progress' && visit.may.do === true ? visit.steps : [])
      .filter((step) => step.type === 'photo' && step.state === 'open')
      .map((step) => ({
        key: step.key,
        lead: <CameraOff {...icon} />,
        title: t('visits.skip.of', { step: pick(step) }),
        onPress: () => over({ kind: 'step', key: step.key }),
      })),
    visit.status === 'in_progress' &&
      visit.may.do === true && {
        key: 'early',
        lead: <DoorClosed {...icon} />,
        title: t('visits.notDone'),
        onPress: () => over({ kind: 'out', early: true }),
      },
    visit.may.plan === true && { key: 'move', lead: <CalendarClock {...icon} />, title: t('visits.move'), onPress: () => ask('move') },
    visit.may.cancel === true && {
      key: 'cancel',
      lead: <CircleSlash {...icon} />,
      title: t('visits.cancel'),
      onPress: () => ask('cancel'),
    },
    visit.may.review === true && {
      key: 'valid',
      lead: <CircleCheck {...icon} />,
      title: t('visits.review.valid'),
      onPress: () => ask('valid'),
    },
    visit.may.review === true && {
      key: 'invalid',
      lead: <CircleX {...icon} />,
      title: t('visits.review.invalid'),
      onPress: () => ask('invalid'),
    },
  ]
  return (
    <Sheet title={visit.subjectName} onClose={onClose}>
      <Rows rows={rows.filter((row) => row !== false)} />
    </Sheet>
  )
}

function Answer({ visit, asked, onClose }: { visit: ShownVisit; asked: NonNullable<Asked>; onClose: () => void }) {
  const t = useT()
  const act = useAct<Values, unknown>((values) => {
    const { id, version } = visit
    if (asked === 'move') return api.visits.movePlan({ id, version, plannedOn: values.day as string })
    if (asked === 'cancel') return api.visits.cancelVisit({ id, reason: values.text as string })
    return api.visits.reviewVisit({ id, version, verdict: asked, note: values.text as string })
  }, onClose)
  const title = asked === 'move' ? t('visits.move') : asked === 'cancel' ? t('visits.cancel') : t(`visits.review.${asked}`)
  const why = asked === 'cancel' ? t('visits.cancel.reason') : t('visits.review.note')
  return (
    <FormSheet
      title={title}
      fields={[
        asked === 'move'
          ? { name: 'day', label: t('visits.next.on'), kind: 'day', required: true }
          : { name: 'text', label: why, kind: 'area', required: true },
      ]}
      initial={{ day: today() }}
      button={asked === 'move' ? t('visits.move.save') : title}
      act={act}
      onSave={act.run}
      onClose={onClose}
    />
  )
}
