import { Button, Input, Switch } from 'antd'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { type FieldSubject, fieldTypes, referenceKinds } from '#modules/organization/field.rule.ts'
import { api } from '#shared/api.ts'
import type { CustomField } from '#shared/customFields.ts'
import { useLanguage, useT } from '#shared/i18n.ts'
import { type Field, FormModal, type Values } from '../shell/FormModal.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'

type Option = CustomField['options'][number]
type Props = {
  subject: FieldSubject
  /** null: a new one */
  field: CustomField | null
  places: { key: string; zh: string; en: string }[]
  onClose: () => void
}

/** A field added or changed: what it is called, what it takes, where it must be filled. */
export function FieldForm({ subject, field, places, onClose }: Props) {
  const t = useT()
  const pick = usePick()
  const language = useLanguage()
  const shared = (v: Values) => ({
    zh: v.zh as string,
    en: (v.en as string | undefined) || (v.zh as string),
    options: ((v.options as Option[] | undefined) ?? []).map((one) => ({ ...one, en: one.en || one.zh })),
    requiredIn: (v.requiredIn as string[] | undefined) ?? [],
    listed: v.listed === true,
  })
  const create = useAct(
    (v: Values) => api.organization.createField({ subjectType: subject, key: v.key, type: v.type, reference: v.reference, ...shared(v) }),
    onClose,
  )
  const change = useAct(
    (v: Values) =>
      api.organization.changeField({ id: field?.id ?? '', version: field?.version ?? 0, retired: field?.retired ?? false, ...shared(v) }),
    onClose,
  )
  const act = field ? change : create
  const type = (v: Values): string => field?.type ?? v.type
  const fields: Field[] = [
    { name: 'zh', label: t('fields.zh'), required: true },
    { name: 'en', label: t('fields.en') },
    ...(field
      ? []
      : ([
          { name: 'key', label: t('fields.key'), required: true, hint: t('fields.key.hint') },
          {
            name: 'type',
            label: t('fields.col.type'),
            kind: 'choice',
            required: true,
            options: fieldTypes.map((value) => ({ value, label: t(`fields.type.${value}`) })),
          },
          {
            name: 'reference',
            label: t('fields.reference'),
            kind: 'choice',
            required: true,
            options: referenceKinds.map((value) => ({ value, label: t(`fields.reference.${value}`) })),
            when: (v) => type(v) === 'reference',
          },
        ] satisfies Field[])),
    {
      name: 'options',
      label: t('fields.options'),
      control: <OptionsEditor kept={field?.options ?? []} />,
      when: (v) => type(v) === 'option' || type(v) === 'options',
    },
    {
      name: 'requiredIn',
      label: t('fields.required.in'),
      kind: 'choices',
      hint: t('fields.required.hint'),
      options: [{ value: '*', label: t('fields.required.always') }, ...places.map((one) => ({ value: one.key, label: pick(one) }))],
    },
    { name: 'listed', label: t('fields.listed'), kind: 'switch', when: () => subject !== 'contact' && subject !== 'visit' },
  ]
  return (
    <FormModal
      open
      width={640}
      title={field ? t('fields.edit.title', { name: field[language] }) : t('fields.add')}
      button={t('fields.save')}
      act={act}
      initial={field ?? { type: 'text', options: [blank(0)] }}
      fields={fields}
      onSave={act.run}
      onClose={onClose}
    />
  )
}

const blank = (n: number): Option => ({ key: `o${n + 1}`, zh: '', en: '', retired: false })

/** The form's item hands value and onChange in. Options that are kept can be renamed and retired, new ones also taken out. */
function OptionsEditor({ kept, value, onChange }: { kept: readonly Option[]; value?: Option[]; onChange?: (next: Option[]) => void }) {
  const t = useT()
  const [made, make] = useState(kept.length + 1)
  const options = value ?? []
  const set = (at: number, change: Partial<Option>) => onChange?.(options.map((one, i) => (i === at ? { ...one, ...change } : one)))
  return (
    <div className="options-editor">
      {options.map((option, at) => {
        const old = kept.some((one) => one.key === option.key)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: options keep their places while they are typed
          <div key={at}>
            <Input
              aria-label={`${t('fields.zh')} ${at + 1}`}
              placeholder={t('fields.zh')}
              value={option.zh}
              onChange={(e) => set(at, { zh: e.target.value })}
            />
            <Input
              aria-label={`${t('fields.en')} ${at + 1}`}
              placeholder={t('fields.en')}
              value={option.en}
              onChange={(e) => set(at, { en: e.target.value })}
            />
            <Input
              aria-label={`${t('fields.option.key')} ${at + 1}`}
              placeholder={t('fields.option.key')}
              disabled={old}
              value={option.key}
              onChange={(e) => set(at, { key: e.target.value })}
            />
            {old ? (
              <Switch
                checked={!option.retired}
                checkedChildren={t('fields.inUse')}
                unCheckedChildren={t('fields.retired')}
                aria-label={t('fields.retire')}
                onChange={(on) => set(at, { retired: !on })}
              />
            ) : (
              <Button
                type="text"
                aria-label={t('fields.option.remove')}
                icon={<X size={14} strokeWidth={1.75} />}
                onClick={() => onChange?.(options.filter((_, i) => i !== at))}
              />
            )}
          </div>
        )
      })}
      <Button
        size="small"
        icon={<Plus size={14} strokeWidth={1.75} />}
        onClick={() => {
          onChange?.([...options, blank(made)])
          make(made + 1)
        }}
      >
        {t('fields.option.add')}
      </Button>
    </div>
  )
}
