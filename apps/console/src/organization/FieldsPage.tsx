import { useQuery } from '@tanstack/react-query'
import { Button, Tabs } from 'antd'
import { ArrowDown, ArrowUp, ListPlus, Plus } from 'lucide-react'
import { useState } from 'react'
import { type FieldSubject, fieldSubjects } from '#modules/organization/field.rule.ts'
import { api, query } from '#shared/api.ts'
import type { CustomField } from '#shared/customFields.ts'
import { addMessages, useFormats, useLanguage, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { ListPage } from '../shell/ListPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'
import { FieldForm } from './FieldForm.tsx'
import { fieldEditorMessages } from './fields.messages.ts'

addMessages(fieldEditorMessages)

/** The company's own fields, by the kind of record that has them. */
export default function FieldsPage() {
  const t = useT()
  const [subject, setSubject] = useState<FieldSubject>('lead')
  const [editing, edit] = useState<CustomField | 'new' | null>(null)
  const found = useQuery(query.organization.customFields.queryOptions({ input: { subjectType: subject } }))
  const places = useQuery(query.organization.fieldPlaces.queryOptions({ input: { subjectType: subject } })).data?.items ?? []
  return (
    <ListPage
      title={t('fields.title')}
      sentence={t('fields.sentence')}
      actions={
        <Button type="primary" icon={<Plus size={16} strokeWidth={1.75} />} onClick={() => edit('new')}>
          {t('fields.add')}
        </Button>
      }
      tabs={
        <Tabs
          activeKey={subject}
          onChange={(key) => setSubject(key as FieldSubject)}
          items={fieldSubjects.map((key) => ({ key, label: t(`fields.subject.${key}`) }))}
        />
      }
    >
      <Loaded from={found}>{({ items }) => <FieldTable subject={subject} items={items} places={places} edit={edit} />}</Loaded>
      {editing ? (
        <FieldForm
          key={editing === 'new' ? 'new' : editing.id}
          subject={subject}
          field={editing === 'new' ? null : editing}
          places={places}
          onClose={() => edit(null)}
        />
      ) : null}
    </ListPage>
  )
}

type Place = { key: string; zh: string; en: string }
type TableProps = { subject: FieldSubject; items: CustomField[]; places: Place[]; edit: (field: CustomField) => void }

function FieldTable({ subject, items, places, edit }: TableProps) {
  const t = useT()
  const f = useFormats()
  const pick = usePick()
  const language = useLanguage()
  const order = useAct((ids: string[]) => api.organization.orderFields({ subjectType: subject, ids }))
  const retire = useAct(({ id, version, zh, en, options, requiredIn, listed, retired }: CustomField) =>
    api.organization.changeField({ id, version, zh, en, options, requiredIn, listed, retired: !retired }),
  )
  const move = (at: number, by: number) => {
    const ids = items.map((one) => one.id)
    ids.splice(at + by, 0, ...ids.splice(at, 1))
    order.run(ids)
  }
  const requiredWords = (field: CustomField) =>
    f.list(
      field.requiredIn.map((key) =>
        key === '*' ? t('fields.required.always') : pick(places.find((one) => one.key === key) ?? { zh: key, en: key }),
      ),
    )
  if (items.length === 0)
    return (
      <Empty icon={ListPlus} title={t('fields.empty')}>
        {t('fields.empty.body')}
      </Empty>
    )
  return (
    <>
      {order.refusal ?? retire.refusal}
      <section className="card" data-flush="true">
        <table className="lines text">
          <thead>
            <tr>
              {['name', 'type', 'required', 'listed'].map((key) => (
                <th key={key}>{t(`fields.col.${key}`)}</th>
              ))}
              <th />
            </tr>
          </thead>
          <tbody>
            {items.map((field, at) => (
              <tr key={field.id} data-row={field.key}>
                <td>
                  {field[language]} <small>{field.key}</small> {field.retired ? <Chip>{t('fields.retired')}</Chip> : null}
                </td>
                <td>
                  {t(`fields.type.${field.type}`)}{' '}
                  <small>
                    {field.reference
                      ? t(`fields.reference.${field.reference}`)
                      : f.list(field.options.filter((one) => !one.retired).map((one) => one[language]))}
                  </small>
                </td>
                <td>{requiredWords(field) || '—'}</td>
                <td>{field.listed ? '✓' : '—'}</td>
                <td className="acts-cell">
                  <Button
                    size="small"
                    type="text"
                    disabled={at === 0}
                    aria-label={t('fields.up', { name: field[language] })}
                    icon={<ArrowUp size={14} strokeWidth={1.75} />}
                    onClick={() => move(at, -1)}
                  />
                  <Button
                    size="small"
                    type="text"
                    disabled={at === items.length - 1}
                    aria-label={t('fields.down', { name: field[language] })}
                    icon={<ArrowDown size={14} strokeWidth={1.75} />}
                    onClick={() => move(at, 1)}
                  />
                  <Button size="small" type="text" onClick={() => edit(field)}>
                    {t('fields.edit')}
                  </Button>
                  <Button size="small" type="text" danger={!field.retired} onClick={() => retire.run(field)}>
                    {t(field.retired ? 'fields.restore' : 'fields.retire')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}
