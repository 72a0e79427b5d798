import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useMemo, useState } from 'react'
import { api, query } from '#shared/api.ts'
import { startOf, today, useFormats, useT } from '#shared/i18n.ts'
import { Part } from '../shell/Inspector.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card, RecordPage } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'
import { Faults } from './ruleEditor.tsx'
import { faultsOf, type Shape, type Value } from './ruleShape.ts'
import { ValueEditor } from './ValueEditor.tsx'
import { WaitingChange } from './WaitingChange.tsx'

type Detail = Awaited<ReturnType<typeof api.organization.policyDetail>>

/** One rule: each number with its range, what it is now, from when the change counts, and every version before. */
export function PolicyPage({ id }: { id: string }) {
  const found = useQuery(query.organization.policyDetail.queryOptions({ input: { id } }))
  return <Loaded from={found}>{(data) => <Form key={data.newestVersion} data={data} />}</Loaded>
}

function Form({ data }: { data: Detail }) {
  const t = useT()
  const f = useFormats()
  const pick = usePick()
  const now = data.value as Value
  const [value, setValue] = useState<Value>(now)
  const [from, setFrom] = useState('')
  const [note, setNote] = useState('')
  const history = useQuery(query.organization.policyHistory.queryOptions({ input: { id: data.id } })).data?.items ?? []
  const shapes = useMemo(() => (data.schema as { properties?: Record<string, Shape> }).properties ?? {}, [data.schema])
  const changed = Object.keys(value).filter((key) => JSON.stringify(value[key]) !== JSON.stringify(now[key]))
  const save = useAct(() =>
    api.organization.setPolicy({
      id: data.id,
      value,
      // Today's start has passed: from today means from now.
      effectiveAt: from > today() ? startOf(from) : null,
      note: note || null,
      basedOn: data.newestVersion,
    }),
  )
  const faults = useMemo(() => Object.entries(value).flatMap(([key, one]) => faultsOf(shapes[key] ?? {}, one, key)), [value, shapes])
  const past = from !== '' && from < today()
  const writes = Object.values(data.may).some(Boolean)
  const fields = data.fields.length > 0 ? data.fields : Object.keys(shapes).map((key) => ({ key, zh: key, en: key }))
  const names = new Map(fields.map((field) => [field.key, pick(field)]))
  return (
    <RecordPage
      title={pick(data.title)}
      facts={[
        data.version === 0 ? t('rules.default') : t('rules.version', { n: data.version }),
        ...data.next.map((one) => t('rules.upcoming.one', { n: one.version, when: f.moment(one.effectiveAt) })),
      ].join(' · ')}
      aside={
        <Part title={t('rules.history')}>
          {history.length === 0 ? <p className="quiet">{t('rules.empty.history')}</p> : null}
          <ul className="versions">
            {history.map((one) => (
              <li key={one.version}>
                <b>{t('rules.version', { n: one.version })}</b>
                <span>{t('rules.by', { name: one.authorName, at: f.moment(one.effectiveAt) })}</span>
                {one.note ? <p>{one.note}</p> : null}
              </li>
            ))}
          </ul>
        </Part>
      }
      decision={
        writes ? (
          <>
            <div className="row-field">
              <span>{t('rules.effective')}</span>
              <Input
                type="date"
                aria-label={t('rules.effective')}
                min={today()}
                value={from}
                status={past ? 'error' : undefined}
                onChange={(event) => setFrom(event.target.value)}
              />
            </div>
            <Input.TextArea
              rows={2}
              value={note}
              placeholder={t('rules.note')}
              aria-label={t('rules.note')}
              onChange={(event) => setNote(event.target.value)}
            />
            {save.refusal}
            <div>
              <Button
                type="primary"
                className="grow"
                loading={save.busy}
                disabled={data.waitingApprovalId !== null || changed.length === 0 || faults.length > 0 || past}
                onClick={() => save.run(undefined)}
              >
                {t('rules.save', {
                  n: changed.length,
                  when: from > today() ? t('rules.effective.day', { day: f.day(from) }) : t('rules.effective.now'),
                })}
              </Button>
            </div>
            <p>
              {past
                ? t('rules.past')
                : faults.length > 0
                  ? t('rules.wrong', { n: faults.length, where: f.list(faultPlaces(faults, names, t)) })
                  : changed.length === 0
                    ? t('rules.nothing')
                    : null}
            </p>
          </>
        ) : (
          <p>{t('rules.locked')}</p>
        )
      }
    >
      <WaitingChange approvalId={data.waitingApprovalId} />
      <Faults.Provider value={new Set(faults)}>
        <Card>
          <div className="policy">
            {fields.map((field) => {
              const shape = shapes[field.key] ?? {}
              const was = now[field.key]
              const set = (next: unknown) => setValue({ ...value, [field.key]: next })
              return (
                <div
                  className="field"
                  key={field.key}
                  data-changed={changed.includes(field.key)}
                  data-wide={typeof was === 'object' && (shape.type !== 'array' || shape.items?.type === 'object')}
                >
                  <span>
                    <b>{pick(field)}</b>
                    <small>
                      {[
                        rangeWords(shape, t),
                        changed.includes(field.key) && typeof was !== 'object' ? t('rules.was', { value: String(was) }) : null,
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </small>
                  </span>
                  <ValueEditor
                    value={value[field.key]}
                    path={field.key}
                    shape={shape}
                    name={pick(field)}
                    disabled={!writes}
                    onChange={set}
                  />
                </div>
              )
            })}
          </div>
        </Card>
      </Faults.Provider>
    </RecordPage>
  )
}

function rangeWords(shape: Shape, t: ReturnType<typeof useT>): string | null {
  const min = shape.minimum ?? shape.exclusiveMinimum
  if (min !== undefined && shape.maximum !== undefined && shape.maximum < 1e12) return t('rules.range', { min, max: shape.maximum })
  return min === undefined || min < -1e12 || shape.description === 'fen' ? null : t('rules.from', { min })
}

/** `评分表 第 3 行`: where a fault stands, once for each row. */
function faultPlaces(faults: string[], names: Map<string, string>, t: ReturnType<typeof useT>): string[] {
  const places = faults.map((path) => {
    const [field = '', row] = path.split('.')
    const name = names.get(field) ?? field
    return /^\d+$/.test(row ?? '') ? t('rules.wrong.row', { field: name, no: Number(row) + 1 }) : name
  })
  return [...new Set(places)]
}
