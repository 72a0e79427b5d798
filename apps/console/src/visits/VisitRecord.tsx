import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, type GetRef, Input } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import type { z } from 'zod'
import type { VisitDetail as Shape } from '#modules/visits/visit.contract.ts'
import { api, query } from '#shared/api.ts'
import { knows, useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { PaperMap } from '#shared/ui/PaperMap.tsx'
import { Trust } from '#shared/ui/Trust.tsx'
import { fillOf } from '#shared/words.ts'
import { useCrumb } from '../shell/crumb.ts'
import { CustomFacts } from '../shell/customFields.tsx'
import { Facts, Part } from '../shell/Inspector.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card, RecordPage } from '../shell/RecordPage.tsx'
import { Timeline } from '../shell/Timeline.tsx'
import { TopKeys } from '../shell/TopKeys.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'

type Visit = z.output<typeof Shape>

/** Where it happened, what was shown, and why it counts or not; the verdict right. */
export function VisitRecord({ id }: { id: string }) {
  const found = useQuery(query.visits.visit.queryOptions({ input: { id } }))
  useCrumb(found.data?.subjectName)
  return <Loaded from={found}>{(data) => <Filled data={data} />}</Loaded>
}

function Filled({ data }: { data: Visit }) {
  const t = useT()
  const f = useFormats()
  const pick = usePick()
  return (
    <RecordPage
      grade={data.level ? <Grade grade={data.level} /> : undefined}
      title={data.subjectName}
      chips={
        <>
          <Chip tone={data.validity === 'valid' ? 'ok' : data.validity === 'invalid' ? 'bad' : data.validity ? 'warn' : 'plain'}>
            {data.validity ? t(`visit.validity.${data.validity}`) : t(`visit.status.${data.status}`)}
          </Chip>
          {data.trust ? <Trust verdict={data.trust} /> : null}
          {data.offline ? <Chip>{t('vis.offline')}</Chip> : null}
        </>
      }
      facts={
        <>
          {data.ownerName} · {t(`visit.purpose.${data.purpose}`)} · {f.day(data.plannedOn)}
          {data.dwellMs ? ` · ${t('vis.dwell', { span: f.duration(data.dwellMs) })}` : ''}
          {data.subjectType === 'account' ? (
            <>
              {' · '}
              <Link to={`/accounts/${data.subjectId}`}>{t('console.kind.account')}</Link>
            </>
          ) : null}
        </>
      }
      aside={
        <>
          <CustomFacts subject="visit" values={data.custom} />
          <Part title={t('vis.reasons')}>
            {data.why.map((one) => (
              <div key={one.rule} className="reason">
                {one.reasons.map((reason) => (
                  <p key={reason}>{reasonWords(reason, one.facts, t, f)}</p>
                ))}
              </div>
            ))}
            {data.why.length === 0 ? data.reasons.map((reason) => <p key={reason}>{t(`visit.reason.${reason}`)}</p>) : null}
            {data.reviewedByName ? (
              <p className="quiet">{t('vis.reviewed', { name: data.reviewedByName, note: data.reviewNote ?? '' })}</p>
            ) : null}
          </Part>
          <Part title={t('vis.positions')}>
            <Facts
              rows={data.positions.map((one) => [
                `${t(one.kind === 'in' ? 'vis.in' : 'vis.out')} ${f.time(one.at)} ${t(`visit.verdict.${one.verdict}`)}`,
                one.distanceM === null
                  ? `±${f.distance(one.accuracyM)}`
                  : t('vis.distance', { m: f.distance(one.distanceM), acc: f.distance(one.accuracyM) }),
              ])}
            />
          </Part>
          <Part title={t('vis.steps')}>
            <Facts
              rows={data.steps.map((step) => [
                pick(step),
                `${t(`vis.step.${step.state}`)}${step.min > 1 ? ` ${step.have}/${step.min}` : ''}`,
              ])}
            />
          </Part>
          {data.nextStep ? (
            <Part title={t('vis.next')}>
              <p>
                {data.nextStep} {data.nextOn ? f.day(data.nextOn) : ''}
              </p>
            </Part>
          ) : null}
        </>
      }
      decision={data.status === 'completed' ? <Judge data={data} /> : undefined}
    >
      <Place data={data} />
      <LookAlikes data={data} />
      <Card title={t('vis.photos')}>
        {data.photos.length === 0 ? <p className="quiet">{t('vis.photos.none')}</p> : null}
        <div className="photos">
          {data.photos.map((photo) => (
            <Photo
              key={photo.id}
              fileId={photo.fileId}
              alt={t('vis.photo.alt', { step: stepName(data, photo.stepKey, pick), at: f.time(photo.capturedAt) })}
            >
              {stepName(data, photo.stepKey, pick)} · {f.evidence(photo.capturedAt)} · <span data-raw>{photo.verifyCode}</span>
            </Photo>
          ))}
        </div>
      </Card>
      <Card title={t('vis.timeline')}>
        <Timeline entries={data.timeline} />
      </Card>
    </RecordPage>
  )
}

function Photo({ fileId, alt, children }: { fileId: string; alt: string; children: ReactNode }) {
  const url = `/api/v1/files/${fileId}/content`
  return (
    <a href={url} target="_blank" rel="noreferrer">
      <img loading="lazy" src={url} alt={alt} />
      <small>{children}</small>
    </a>
  )
}

/** A frame that was used before, beside where it was used: the eye decides quicker than a score. */
function LookAlikes({ data }: { data: Visit }) {
  const t = useT()
  const f = useFormats()
  const pick = usePick()
  return data.twins.map((twin) => {
    const photo = data.photos.find((one) => one.id === twin.photoId)
    if (!photo) return null
    return (
      <Card key={twin.photoId} title={t('vis.twin', { day: f.date(twin.capturedAt), name: twin.subjectName })}>
        <div className="photos twins">
          <Photo
            fileId={photo.fileId}
            alt={t('vis.photo.alt', { step: stepName(data, photo.stepKey, pick), at: f.time(photo.capturedAt) })}
          >
            {t('vis.twin.this')} · {f.evidence(photo.capturedAt)}
          </Photo>
          <Photo fileId={twin.fileId} alt={t('vis.twin.alt', { name: twin.subjectName })}>
            {twin.ownerName} · {twin.subjectName} · {f.evidence(twin.capturedAt)}
          </Photo>
        </div>
        <p>
          <Link to={`/visits/${twin.visitId}`}>{t('vis.twin.open')}</Link>
        </p>
      </Card>
    )
  })
}

function stepName(data: Visit, key: string, pick: (pair: { zh: string; en: string }) => string): string {
  const step = data.steps.find((one) => one.key === key)
  return step ? pick(step) : key
}

/** The fence and where the phone said it was. */
function Place({ data }: { data: Visit }) {
  const t = useT()
  const at = data.positions.find((one) => one.kind === 'in' && one.verdict !== 'rejected') ?? data.positions[0]
  const point = data.fence.point
  if (!point) return null
  return (
    <Card flush>
      <PaperMap
        site={{ ...point, name: data.siteName ?? data.subjectName }}
        radiusM={data.fence.radiusM}
        height={300}
        track={at?.samples.map((one) => ({ lat: one.lat, lng: one.lng, plausible: at.verdict !== 'rejected' }))}
        notes={
          frozen(at)
            ? [
                {
                  ...(at as { point: { lat: number; lng: number } }).point,
                  text: t('vis.frozen', { n: at?.samples.length ?? 0 }),
                  tone: 'bad',
                },
              ]
            : []
        }
        position={
          at
            ? { ...at.point, accuracyM: at.accuracyM, inside: at.verdict === 'verified' ? true : at.verdict === 'rejected' ? false : null }
            : null
        }
      />
    </Card>
  )
}

/** Five fixes that agree to the last digit did not come from a satellite. */
function frozen(at: Visit['positions'][number] | undefined): boolean {
  const first = at?.samples[0]
  return !!first && (at?.samples.length ?? 0) > 4 && (at?.samples ?? []).every((one) => one.lat === first.lat && one.lng === first.lng)
}

function Judge({ data }: { data: Visit }) {
  const t = useT()
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState(false)
  const box = useRef<GetRef<typeof Input.TextArea>>(null)
  const act = useAct((verdict: 'valid' | 'invalid') => api.visits.reviewVisit({ id: data.id, version: data.version, verdict, note }))
  const judge = (verdict: 'valid' | 'invalid') => {
    setMissing(!note.trim())
    if (note.trim()) act.run(verdict)
    else box.current?.focus()
  }
  if (!data.may.review) return null
  return (
    <>
      <TopKeys
        hints={[
          { keys: ['V'], words: t('vis.key.valid'), press: () => judge('valid') },
          { keys: ['X'], words: t('vis.key.invalid'), press: () => judge('invalid') },
        ]}
      />
      <Input.TextArea
        ref={box}
        rows={2}
        value={note}
        status={missing ? 'error' : undefined}
        aria-label={t('vis.note')}
        placeholder={t('vis.note')}
        onChange={(event) => setNote(event.target.value)}
      />
      {missing ? <p className="warn">{t('vis.note.missing')}</p> : null}
      {act.refusal}
      <div>
        <Button danger disabled={act.busy} onClick={() => judge('invalid')}>
          {t('vis.invalid')}
        </Button>
        <Button type="primary" className="grow" loading={act.busy} onClick={() => judge('valid')}>
          {t('vis.valid')}
        </Button>
      </div>
    </>
  )
}

/** A reason comes from the validity rule, the fence or a signal of the photos; each has its own words. */
function reasonWords(reason: string, facts: Record<string, unknown>, t: ReturnType<typeof useT>, f: ReturnType<typeof useFormats>): string {
  const key = ['visit.reason', 'fence.reason', 'visit.signal'].map((kind) => `${kind}.${reason}`).find(knows)
  return key ? t(key, fillOf(facts, f)) : reason
}
