import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { checkInVerdict } from '#modules/visits/fence.rule.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { PaperMap } from '#shared/ui/PaperMap.tsx'
import { Refusal } from '#shared/ui/Refusal.tsx'
import type { PositionFailure, Sample } from '../device/position.ts'
import type { ShownVisit } from './visitText.ts'

type Where = { lat: number; lng: number; accuracyM: number; distanceM: number | null; verdict: string; reason: string }

/** Where the phone is, judged by the same rule as the server's: the words on the map are what check-in will say. */
export function whereOf(visit: ShownVisit, fix: Sample | null): Where | null {
  const arrived = visit.positions.findLast((one) => one.kind === 'in' && one.verdict !== 'rejected')
  if (arrived)
    return {
      ...arrived.point,
      accuracyM: arrived.accuracyM,
      distanceM: arrived.distanceM,
      verdict: arrived.verdict,
      reason: arrived.reason,
    }
  if (!fix) return null
  const { fence } = visit
  const verdict = checkInVerdict(
    fence,
    { point: fix, accuracyM: fix.accuracyM },
    { fenceRadiusM: fence.radiusM, accuracyGateM: fence.accuracyGateM },
  )
  return {
    lat: fix.lat,
    lng: fix.lng,
    accuracyM: fix.accuracyM,
    distanceM: verdict.distanceM,
    verdict: verdict.verdict,
    reason: verdict.reason,
  }
}

type Props = { visit: ShownVisit; fix: Sample | null; failure: PositionFailure | null; ask: () => void }

/** Metres and ring: proves "inside" before the rep asks. */
export function ProofStrip({ visit, fix, failure, ask }: Props) {
  const t = useT()
  const f = useFormats()
  const where = whereOf(visit, fix)
  const { point, radiusM } = visit.fence
  if (failure && !where && visit.status === 'planned') return <Refusal>{t(`mobile.position.${failure}`)}</Refusal>
  if (!point) return <p className="quiet-note">{t('visits.noPoint')}</p>
  // Neither in nor out is no alarm: a place without a point, or a fix too coarse to say.
  const inside = where?.reason === 'inside' ? true : where?.reason === 'outside' ? false : null
  const Icon = inside ? ShieldCheck : ShieldAlert
  return (
    <PaperMap
      site={{ ...point, name: visit.siteName ?? visit.subjectName }}
      radiusM={radiusM}
      height={138}
      focusX={0.7}
      position={where ? { lat: where.lat, lng: where.lng, accuracyM: where.accuracyM, inside } : null}
      bare
    >
      {where ? (
        <span className="proof-words" data-inside={inside}>
          <b>
            <Icon size={18} strokeWidth={1.75} aria-hidden="true" /> {t(`fence.reason.${where.reason}`)}
          </b>
          {where.distanceM === null ? null : <Metres distance={f.distance(where.distanceM)} />}
          <span>{t('visits.fence', { radius: f.distance(radiusM), accuracy: f.distance(where.accuracyM) })}</span>
        </span>
      ) : visit.status === 'planned' && visit.may.do ? (
        <button type="button" className="map-label locate" onClick={ask}>
          {t('visits.locate')}
        </button>
      ) : null}
    </PaperMap>
  )
}

/** Figure large, unit small. */
function Metres({ distance }: { distance: string }) {
  const [figure, unit] = distance.split(' ')
  return (
    <strong>
      {figure}
      <small>{unit}</small>
    </strong>
  )
}
