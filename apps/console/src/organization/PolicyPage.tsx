import { useQuery } from '@tanstack/react-query'
import { Button, Input, InputNumber, Switch } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Facts, Part } from '../shell/Inspector.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card, RecordPage } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'

type Detail = Awaited<ReturnType<typeof api.organization.policyDetail>>
type Shape = { type?: string; minimum?: number; maximum?: number; exclusiveMinimum?: number; description?: string; enum?: unknown[] }
type Value = Record<string, unknown>

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
  const [broken, setBroken] = useState<string[]>([])
  const [from, setFrom] = useState('')
  const [note, setNote] = useState('')
  const history = useQuery(query.organization.policyHistory.queryOptions({ input: { id: data.id } })).data?.items ?? []
  const shapes = (data.schema as { properties?: Record<string, Shape> }).properties ?? {}
  const changed = Object.keys(value).filter((key) => JSON.stringify(value[key]) !== JSON.stringify(now[key]))
  const save = useAct(() =>
    api.organization.setPolicy({
      id: data.id,
      value,
      effectiveAt: from ? new Date(`${from}T00:00:00+08:00`).toISOString() : null,
      note: note || null,
      basedOn: data.newestVersion,
    }),
  )
  const writes = Object.values(data.may).some(Boolean)
  const fields = data.fields.length > 0 ? data.fields : Object.keys(shapes).map((key) => ({ key, zh: key, en: key }))
  return (
    <RecordPage
      title={pick(data.title)}
      facts={data.version === 0 ? t('rules.default') : t('rules.version', { n: data.version })}
      aside={
        <Part title={t('rules.history')}>
          <Facts
            rows={history.map((one) => [
              `${t('rules.version', { n: one.version })} ${f.moment(one.effectiveAt)}`,
              [one.authorName, one.note].filter(Boolean).join('：'),
            ])}
          />
        </Part>
      }
      decision={
        writes ? (
          <>
            <div className="row-field">
              <span>{t('rules.effective')}</span>
              <Input type="date" aria-label={t('rules.effective')} value={from} onChange={(event) => setFrom(event.target.value)} />
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
                disabled={changed.length === 0 || broken.length > 0}
                onClick={() => save.run(undefined)}
              >
                {t('rules.save', { n: changed.length, when: from ? f.day(from) : t('rules.effective.now') })}
              </Button>
            </div>
            <p>{broken.length > 0 ? t('rules.json.wrong') : changed.length === 0 ? t('rules.nothing') : null}</p>
          </>
        ) : (
          <p>{t('rules.locked')}</p>
        )
      }
    >
      <Card>
        <div className="policy">
          {fields.map((field) => {
            const shape = shapes[field.key] ?? {}
            const was = now[field.key]
            const set = (next: unknown) => setValue({ ...value, [field.key]: next })
            return (
              <div className="field" key={field.key} data-changed={changed.includes(field.key)} data-wide={typeof was === 'object'}>
                <span>
                  <b>{pick(field)}</b>
                  <small>
                    {[
                      rangeWords(shape, t),
                      changed.includes(field.key) ? t('rules.was', { value: typeof was === 'object' ? '…' : String(was) }) : null,
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </small>
                </span>
                <Control
                  value={value[field.key]}
                  shape={shape}
                  name={pick(field)}
                  disabled={!writes}
                  onChange={set}
                  onBroken={(is) => setBroken(is ? [...new Set([...broken, field.key])] : broken.filter((one) => one !== field.key))}
                />
              </div>
            )
          })}
        </div>
      </Card>
    </RecordPage>
  )
}

function rangeWords(shape: Shape, t: ReturnType<typeof useT>): string | null {
  const min = shape.minimum ?? shape.exclusiveMinimum
  if (min !== undefined && shape.maximum !== undefined && shape.maximum < 1e12) return t('rules.range', { min, max: shape.maximum })
  return min === undefined || min < -1e12 ? null : t('rules.from', { min })
}

type ControlProps = {
  name: string
  value: unknown
  shape: Shape
  disabled: boolean
  onChange: (next: unknown) => void
  onBroken: (is: boolean) => void
}

function Control({ name, value, shape, disabled, onChange, onBroken }: ControlProps) {
  const t = useT()
  const [text, setText] = useState(() => written(value))
  if (typeof value === 'number')
    return (
      <InputNumber<number>
        aria-label={name}
        value={value}
        min={shape.minimum}
        max={shape.maximum}
        precision={shape.type === 'integer' ? 0 : undefined}
        suffix={shape.description}
        disabled={disabled}
        onChange={(next) => next !== null && onChange(next)}
      />
    )
  if (typeof value === 'boolean') return <Switch aria-label={name} checked={value} disabled={disabled} onChange={onChange} />
  if (typeof value === 'string')
    return (
      <Input
        aria-label={name}
        value={value}
        disabled={disabled}
        suffix={shape.description}
        onChange={(event) => onChange(event.target.value)}
      />
    )
  return (
    <Input.TextArea
      aria-label={name}
      className="code"
      rows={Math.min(16, text?.split('\n').length ?? 3)}
      value={text}
      disabled={disabled}
      title={t('rules.json')}
      onChange={(event) => {
        setText(event.target.value)
        try {
          onChange(JSON.parse(event.target.value))
          onBroken(false)
        } catch {
          // Half-typed is no value yet; the button says so until it can be read.
          onBroken(true)
        }
      }}
    />
  )
}

/** A list of plain values stands on one line; a table keeps its rows. */
function written(value: unknown): string {
  const flat = Array.isArray(value) && value.every((one) => typeof one !== 'object')
  return JSON.stringify(value, null, flat ? undefined : 1) ?? ''
}
