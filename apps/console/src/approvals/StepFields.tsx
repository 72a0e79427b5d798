// What a step wants filled in.
import { Checkbox, Input, InputNumber, Select } from 'antd'
import type { Detail } from './ApprovalRecord.tsx'

type Field = NonNullable<Detail['needed']>['fields'][number]
export type FormOf = Record<string, string | number | boolean | null>

export function StepFields({ fields, value, onChange }: { fields: Field[]; value: FormOf; onChange: (next: FormOf) => void }) {
  return (
    <div className="step-fields">
      {fields.map((field) => (
        <StepField key={field.key} field={field} value={value[field.key]} onChange={(next) => onChange({ ...value, [field.key]: next })} />
      ))}
    </div>
  )
}

function StepField({
  field,
  value,
  onChange,
}: {
  field: Field
  value: FormOf[string] | undefined
  onChange: (next: FormOf[string]) => void
}) {
  if (field.type === 'yes_no')
    return (
      <Checkbox checked={value === true} onChange={(event) => onChange(event.target.checked)}>
        {field.label}
      </Checkbox>
    )
  const common = { 'aria-label': field.label, placeholder: field.label }
  if (field.type === 'number' || field.type === 'fen') {
    const scale = field.type === 'fen' ? 100 : 1
    return (
      <InputNumber<number>
        {...common}
        prefix={field.type === 'fen' ? '¥' : undefined}
        controls={false}
        style={{ width: '100%' }}
        value={typeof value === 'number' ? value / scale : null}
        onChange={(next) => onChange(next === null ? null : field.type === 'fen' ? Math.round(next * scale) : next)}
      />
    )
  }
  if (field.type === 'choice')
    return (
      <Select
        {...common}
        style={{ width: '100%' }}
        value={(value as string) || undefined}
        options={field.options.map((option) => ({ value: option, label: option }))}
        onChange={(next) => onChange(next)}
      />
    )
  return (
    <Input
      {...common}
      type={field.type === 'date' ? 'date' : 'text'}
      maxLength={400}
      value={(value as string) ?? ''}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
