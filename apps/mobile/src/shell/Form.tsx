import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { parseYuan } from '#core/money.ts'
import { useT } from '#shared/i18n.ts'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { BigButton } from './BigButton.tsx'
import { Sheet } from './Sheet.tsx'
import type { Act } from './useAct.tsx'

export type Field = {
  name: string
  label: string
  /** money is typed in yuan and handed over in fen; chips are one choice, checks are several */
  kind?: 'text' | 'area' | 'money' | 'number' | 'day' | 'time' | 'phone' | 'chips' | 'choice' | 'checks' | 'switch'
  required?: boolean
  options?: { value: string; label: string }[]
  hint?: string
  placeholder?: string
  /** of checks: there are many, so they are found by typing; what the box is called */
  search?: string
  /** a control of its own, instead of one by kind */
  // biome-ignore lint/suspicious/noExplicitAny: a value is what its control makes it
  control?: (value: any, change: (next: any) => void) => ReactNode
  /** shown only while this holds for what is typed so far */
  when?: (values: Values) => boolean
}
// biome-ignore lint/suspicious/noExplicitAny: a form's values are checked by the contract when they are sent
export type Values = Record<string, any>

type FormProps = {
  fields: Field[]
  initial?: Values
  /** names the result */
  button: string
  act: Pick<Act<never>, 'busy' | 'refusal'>
  onSave: (values: Values) => void
  /** stands between the fields and the button */
  children?: ReactNode
}

/** A few fields and one button that names the result. What was typed stays when the server refuses. */
export function Form({ fields, initial = {}, button, act, onSave, children }: FormProps) {
  const t = useT()
  const [values, set] = useState<Values>(() => typed(fields, initial))
  const [missing, setMissing] = useState<string | null>(null)
  const shown = fields.filter((field) => field.when?.(values) ?? true)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    for (const field of shown) {
      const wrong = wrongWith(field, values[field.name])
      if (wrong) return setMissing(t(wrong, { label: field.label }))
    }
    setMissing(null)
    onSave(handed(shown, values))
  }
  return (
    <form className="phone-form" onSubmit={submit} noValidate>
      {shown.map((field) => (
        <FieldRow key={field.name} field={field} value={values[field.name]} change={(next) => set({ ...values, [field.name]: next })} />
      ))}
      {children}
      {missing ? <Refusal>{missing}</Refusal> : null}
      {act.refusal}
      <BigButton submit busy={act.busy}>
        {button}
      </BigButton>
    </form>
  )
}

/** The form in a sheet. */
export function FormSheet({ title, onClose, ...form }: FormProps & { title: ReactNode; onClose: () => void }) {
  return (
    <Sheet title={title} onClose={onClose}>
      <Form {...form} />
    </Sheet>
  )
}

// biome-ignore lint/suspicious/noExplicitAny: a value is what its field makes it
type Value = any

function FieldRow({ field, value, change }: { field: Field; value: Value; change: (next: Value) => void }) {
  const id = useId()
  if (field.kind === 'chips' || field.kind === 'checks')
    return (
      <fieldset className="phone-field">
        <legend>{field.label}</legend>
        <Choices field={field} value={value} change={change} />
        {field.hint ? <small>{field.hint}</small> : null}
      </fieldset>
    )
  if (field.kind === 'switch')
    return (
      <label className="phone-switch" htmlFor={id}>
        <span>{field.label}</span>
        <input id={id} type="checkbox" checked={value === true} onChange={(event) => change(event.target.checked)} />
      </label>
    )
  return (
    <div className="phone-field">
      <label htmlFor={id}>{field.label}</label>
      {field.control ? field.control(value, change) : <Control id={id} field={field} value={value} change={change} />}
      {field.hint ? <small>{field.hint}</small> : null}
    </div>
  )
}

function Control({ id, field, value, change }: { id: string; field: Field; value: Value; change: (next: Value) => void }) {
  const common = { id, value: value ?? '', placeholder: field.placeholder, 'aria-required': field.required }
  if (field.kind === 'area') return <textarea rows={3} {...common} onChange={(event) => change(event.target.value)} />
  if (field.kind === 'choice')
    return (
      <select {...common} onChange={(event) => change(event.target.value)}>
        <option value="">{field.placeholder ?? '—'}</option>
        {(field.options ?? []).map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    )
  const type = { day: 'date', time: 'time', phone: 'tel' }[field.kind as string] ?? 'text'
  const inputMode = field.kind === 'money' || field.kind === 'number' ? 'decimal' : undefined
  const input = <input type={type} inputMode={inputMode} {...common} onChange={(event) => change(event.target.value)} />
  return field.kind === 'money' ? (
    <span className="phone-money">
      <i aria-hidden="true">¥</i>
      {input}
    </span>
  ) : (
    input
  )
}

/** More are found by typing on. */
const MOST_FOUND = 8

function Choices({ field, value, change }: { field: Field; value: Value; change: (next: Value) => void }) {
  const name = useId()
  const several = field.kind === 'checks'
  const on = (key: string) => (several ? (value as string[] | undefined)?.includes(key) === true : value === key)
  const press = (key: string) => {
    if (!several) return change(key)
    const before = (value as string[] | undefined) ?? []
    change(before.includes(key) ? before.filter((one) => one !== key) : [...before, key])
  }
  const [words, setWords] = useState('')
  const options = field.options ?? []
  // Who is chosen stays in sight, in the order of choosing.
  const picked = several ? ((value as string[] | undefined) ?? []).flatMap((key) => options.find((one) => one.value === key) ?? []) : []
  const found = options.filter((one) => !on(one.value) && one.label.includes(words.trim()))
  const shown = field.search ? [...picked, ...found.slice(0, MOST_FOUND)] : options
  return (
    <>
      {field.search ? (
        <input
          type="search"
          aria-label={field.search}
          placeholder={field.search}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      ) : null}
      <div className="choice-chips">
        {shown.map((one) => (
          <label key={one.value}>
            <input type={several ? 'checkbox' : 'radio'} name={name} checked={on(one.value)} onChange={() => press(one.value)} />
            <span>{one.label}</span>
          </label>
        ))}
      </div>
    </>
  )
}

const empty = (value: Value): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** Key of the sentence that says what is wrong with a field, or null. */
function wrongWith(field: Field, value: Value): string | null {
  if (empty(value)) return field.required ? 'mobile.form.missing' : null
  if (field.kind === 'money' && parseYuan(String(value)) === null) return 'mobile.form.money'
  if (field.kind === 'number' && !Number.isFinite(Number(value))) return 'mobile.form.number'
  return null
}

function typed(fields: Field[], values: Values): Values {
  const out: Values = {}
  for (const { name, kind } of fields) {
    const value = values[name]
    out[name] = kind === 'money' && typeof value === 'number' ? String(value / 100) : value
  }
  return out
}

/** What the fields say: fen for money, numbers for numbers, undefined for what is empty. */
function handed(fields: Field[], values: Values): Values {
  const out: Values = {}
  for (const { name, kind } of fields) {
    const value = values[name]
    if (empty(value)) continue
    out[name] =
      kind === 'money' ? parseYuan(String(value)) : kind === 'number' ? Number(value) : typeof value === 'string' ? value.trim() : value
  }
  return out
}
