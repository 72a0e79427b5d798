import { Button, Input, Popover, Select } from 'antd'
import { SlidersHorizontal } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { FieldSubject } from '#modules/organization/field.rule.ts'
import { type CustomField, useCustomFields } from '#shared/customFields.ts'
import { addMessages, useLanguage, useT } from '#shared/i18n.ts'
import { ReferencePick } from './CustomPickers.tsx'
import { customFieldScreenMessages } from './customFields.messages.ts'

addMessages(customFieldScreenMessages)

/** Filters by the company's fields behind one button; what they ask of the server. */
export function useCustomFilter(subject: FieldSubject): {
  input: Record<string, string> | undefined
  button: ReactNode
  clear: () => void
} {
  const t = useT()
  const language = useLanguage()
  const fields = useCustomFields(subject).filter((field) => field.type !== 'file')
  const [asks, ask] = useState<Record<string, string>>({})
  const [open, setOpen] = useState(false)
  const set = (key: string, text: string): void => {
    const { [key]: _, ...rest } = asks
    ask(text.replace(/^\.\.$/, '') ? { ...rest, [key]: text } : rest)
  }
  const n = Object.keys(asks).length
  const clear = (): void => ask({})
  const button =
    fields.length === 0 ? null : (
      <Popover
        open={open}
        onOpenChange={setOpen}
        trigger="click"
        placement="bottomLeft"
        content={
          <div className="custom-filters">
            {fields.map((field) => (
              <div key={field.key} className="field">
                <span>{field[language]}</span>
                <FilterControl field={field} value={asks[field.key] ?? ''} onChange={(text) => set(field.key, text)} />
              </div>
            ))}
            <div className="acts">
              <Button onClick={clear} disabled={n === 0}>
                {t('custom.filter.clear')}
              </Button>
            </div>
          </div>
        }
      >
        <Button icon={<SlidersHorizontal size={15} strokeWidth={1.75} />} type={n > 0 ? 'primary' : 'default'} ghost={n > 0}>
          {n > 0 ? t('custom.filter.n', { n }) : t('custom.filter')}
        </Button>
      </Popover>
    )
  return { input: n > 0 ? asks : undefined, button, clear }
}

function FilterControl({ field, value, onChange }: { field: CustomField; value: string; onChange: (text: string) => void }) {
  const t = useT()
  const language = useLanguage()
  if (field.type === 'option' || field.type === 'options')
    return (
      <Select
        mode="multiple"
        aria-label={field[language]}
        value={value ? value.split(',') : []}
        options={field.options.map((option) => ({ value: option.key, label: option[language] }))}
        onChange={(keys: string[]) => onChange(keys.join(','))}
        style={{ width: '100%' }}
      />
    )
  if (field.type === 'reference')
    return <ReferencePick field={field} value={value || undefined} onChange={(next) => onChange(next ?? '')} />
  if (field.type === 'text')
    return <Input aria-label={field[language]} value={value} allowClear onChange={(event) => onChange(event.target.value)} />
  const [from = '', to = ''] = value.split('..')
  const money = field.type === 'money'
  const shown = (fen: string): string => (money && fen !== '' ? String(Number(fen) / 100) : fen)
  const kept = (typed: string): string =>
    money && typed !== '' && Number.isFinite(Number(typed)) ? String(Math.round(Number(typed) * 100)) : typed
  const type = field.type === 'date' ? 'date' : 'number'
  return (
    <div className="from-to">
      <Input
        type={type}
        aria-label={`${field[language]} ${t('custom.filter.from')}`}
        placeholder={t('custom.filter.from')}
        value={shown(from)}
        onChange={(event) => onChange(`${kept(event.target.value)}..${to}`)}
      />
      <Input
        type={type}
        aria-label={`${field[language]} ${t('custom.filter.to')}`}
        placeholder={t('custom.filter.to')}
        value={shown(to)}
        onChange={(event) => onChange(`${from}..${kept(event.target.value)}`)}
      />
    </div>
  )
}
