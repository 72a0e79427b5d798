import { useQuery } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'

type Found = { type: 'contact' | 'member'; id: string; name: string; place: string; phone: string | null }
type Kept = { what: string; count: number }[]

/** One person: found, given out as a file, or erased after the name was typed again. */
export function PersonErasure() {
  const t = useT()
  const f = useFormats()
  const { message } = App.useApp()
  const [q, search] = useState('')
  const [person, choose] = useState<Found | null>(null)
  const found = useQuery({ ...query.organization.findPeople.queryOptions({ input: { q } }), enabled: q.trim().length > 0 })
  const done = useQuery(query.organization.erasures.queryOptions())
  const keptWords = (kept: Kept): string => kept.map((one) => t(`priv.kept.${one.what}`, { n: one.count })).join('；')
  const give = useAct(async (one: Found) => save(one.name, await api.organization.exportPerson({ id: one.id })))
  const erase = useAct(
    (v: Values) =>
      api.organization.erasePerson({
        id: (person as Found).id,
        confirmName: v.confirmName,
        reason: v.reason,
      }),
    (answer) => {
      choose(null)
      const n = Object.values(answer.changed).reduce((sum, count) => sum + count, 0)
      void message.success(
        [t('priv.erased', { n }), answer.kept.length > 0 ? t('priv.kept', { what: keptWords(answer.kept) }) : ''].join(''),
        8,
      )
    },
  )
  return (
    <Card title={t('priv.people')}>
      <Input.Search allowClear placeholder={t('priv.search')} onSearch={(text) => search(text.trim())} aria-label={t('priv.search')} />
      {give.refusal}
      <ul className="plain">
        {(found.data?.items ?? []).map((one) => (
          <li key={one.id}>
            <span>
              {one.name} <small>{[t(`priv.type.${one.type}`), one.place, one.phone].filter(Boolean).join(' · ')}</small>
            </span>
            <Button size="small" loading={give.busy} onClick={() => give.run(one)}>
              {t('priv.export')}
            </Button>
            {one.active ? (
              <small>{t('priv.active')}</small>
            ) : (
              <Button size="small" danger onClick={() => choose(one)}>
                {t('priv.erase')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {found.data?.items.length === 0 ? <p className="form-hint">{t('priv.none')}</p> : null}
      <h3>{t('priv.erasures')}</h3>
      <ul className="plain">
        {(done.data?.items ?? []).map((one) => (
          <li key={one.id}>
            <span>
              {t(`priv.type.${one.personType}`)} · {one.reason} <small>{keptWords(one.kept)}</small>
            </span>
            <small>
              {one.byName} · {f.evidence(one.at)}
            </small>
          </li>
        ))}
      </ul>
      {done.data?.items.length === 0 ? <p className="form-hint">{t('priv.erasures.none')}</p> : null}
      <FormModal
        open={person !== null}
        title={t('priv.erase.title', { name: person?.name ?? '' })}
        hint={t('priv.erase.hint')}
        button={t('priv.erase')}
        danger
        act={erase}
        fields={[
          { name: 'confirmName', label: t('priv.erase.name'), required: true },
          { name: 'reason', label: t('priv.erase.reason'), required: true },
        ]}
        onSave={erase.run}
        onClose={() => choose(null)}
      />
    </Card>
  )
}

function save(name: string, data: unknown): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }))
  link.download = `${name}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
