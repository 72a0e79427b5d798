import { Button, Select } from 'antd'
import { useState } from 'react'
import { api } from '#shared/api.ts'
import { useLanguage, useT } from '#shared/i18n.ts'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import type { Run } from './fates.tsx'

type Kind = Awaited<ReturnType<typeof api.imports.importKinds>>['items'][number]

/** Which column is what; needed ones are marked, and what is said once for the whole table stands below. */
export function Columns({ run, kind, done }: { run: Run; kind: Kind; done: () => void }) {
  const t = useT()
  const language = useLanguage()
  const [mapping, setMapping] = useState(run.mapping)
  const [choices, setChoices] = useState(run.choices)
  const check = useAct(() => api.imports.checkImport({ id: run.id, mapping, choices, version: run.version }), done)
  const missing =
    kind.fields.some((field) => field.required && !mapping[field.key]) || kind.choices.some((one) => one.required && !choices[one.key])
  return (
    <>
      {check.refusal}
      <Card title={t('imports.columns')} note={t('imports.columns.note')}>
        <div className="mapping">
          {kind.fields.map((field) => (
            <Chosen
              key={field.key}
              label={field[language]}
              required={field.required}
              value={mapping[field.key]}
              none={t('imports.column.none')}
              options={run.headings.filter(Boolean).map((value) => ({ value, label: value }))}
              onChange={(value) => setMapping(changed(mapping, field.key, value))}
            />
          ))}
        </div>
      </Card>
      {kind.choices.length > 0 ? (
        <Card title={t('imports.choices')}>
          <div className="mapping">
            {kind.choices.map((one) => (
              <Chosen
                key={one.key}
                label={one[language]}
                required={one.required}
                value={choices[one.key]}
                none="—"
                options={one.items.map((item) => ({ value: item.value, label: item[language] }))}
                onChange={(value) => setChoices(changed(choices, one.key, value))}
              />
            ))}
          </div>
        </Card>
      ) : null}
      <div className="acts">
        <Button type="primary" loading={check.busy} disabled={missing} onClick={() => check.run(undefined)}>
          {t('imports.check')}
        </Button>
      </div>
    </>
  )
}

function changed(map: Record<string, string>, key: string, value: string | undefined): Record<string, string> {
  const { [key]: _, ...rest } = map
  return value ? { ...rest, [key]: value } : rest
}

type ChosenProps = {
  label: string
  required: boolean
  value: string | undefined
  none: string
  options: { value: string; label: string }[]
  onChange: (value: string | undefined) => void
}

function Chosen({ label, required, value, none, options, onChange }: ChosenProps) {
  return (
    <div className="field">
      <span>
        {label}
        {required ? <i> *</i> : null}
      </span>
      <Select allowClear showSearch value={value} aria-label={label} placeholder={none} options={options} onChange={onChange} />
    </div>
  )
}
