import { useQuery } from '@tanstack/react-query'
import { Progress, Segmented } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useLanguage, useT } from '#shared/i18n.ts'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Page } from '../shell/Page.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { usePages } from '../shell/usePages.ts'
import { PersonErasure } from './PersonErasure.tsx'
import { PlainDocument } from './PlainDocument.tsx'
import { privacyScreenMessages } from './privacyScreen.messages.ts'

addMessages(privacyScreenMessages)
const tabs = ['people', 'looks', 'documents', 'files'] as const

/** What the law on personal data asks of a company, and what files take. */
export default function PrivacyPage() {
  const t = useT()
  const [tab, open] = useState<(typeof tabs)[number]>('people')
  return (
    <Page title={t('priv.title')}>
      <Segmented value={tab} onChange={open} options={tabs.map((value) => ({ value, label: t(`priv.${value}`) }))} />
      {tab === 'people' ? <PersonErasure /> : tab === 'looks' ? <Looks /> : tab === 'documents' ? <Documents /> : <Files />}
    </Page>
  )
}

function Looks() {
  const t = useT()
  const f = useFormats()
  const looks = usePages(['organization', 'looks'], (cursor) => api.organization.looks({ cursor }))
  return (
    <Card title={t('priv.looks')} flush>
      {looks.rows?.length === 0 ? <p className="form-hint pad">{t('priv.looks.none')}</p> : null}
      <table className="lines">
        <tbody>
          {looks.rows?.map((one) => (
            <tr key={one.id}>
              <td>{one.actorName}</td>
              <td>
                {one.personName ?? ''} {t(`priv.look.${one.kind}`)}
                {one.count > 1 ? ` (${one.count})` : ''}
              </td>
              <td>{f.evidence(one.at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function Documents() {
  const t = useT()
  const shown = useLanguage()
  const documents = useQuery(query.organization.privacyDocuments.queryOptions())
  return (
    <Loaded from={documents}>
      {({ items }) => (
        <>
          {items.map((one) => (
            <Card key={one.key} title={t(`priv.doc.${one.key}`)}>
              <PlainDocument text={one[shown]} />
            </Card>
          ))}
        </>
      )}
    </Loaded>
  )
}

function Files() {
  const t = useT()
  const f = useFormats()
  const usage = useQuery(query.files.fileUsage.queryOptions())
  return (
    <Loaded from={usage}>
      {(data) => (
        <>
          <Card title={t('priv.files')}>
            <p>
              {t('priv.files.used', { used: sizeWords(data.bytes), limit: sizeWords(data.limit), n: data.files })} ·{' '}
              {t(`priv.files.store.${data.store}`)}
            </p>
            <Progress
              percent={Math.min(100, Math.round((data.bytes / data.limit) * 1000) / 10)}
              status={data.bytes >= data.limit ? 'exception' : 'normal'}
            />
            {data.scanner === 'none' ? (
              <Refusal tone="quiet">{t('priv.files.scanner.none')}</Refusal>
            ) : (
              <p>{t('priv.files.scanner.clamd')}</p>
            )}
            <table className="lines">
              <tbody>
                {data.purposes.map((one) => (
                  <tr key={one.purpose}>
                    <td>{purposeWords(one.purpose, t)}</td>
                    <td>{one.files}</td>
                    <td>{sizeWords(one.bytes)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Card>
          {data.quarantined.length > 0 ? (
            <Card title={t('priv.files.quarantined')} flush>
              <table className="lines">
                <tbody>
                  {data.quarantined.map((one) => (
                    <tr key={one.id}>
                      <td>{one.name}</td>
                      <td className="bad">{one.virus}</td>
                      <td>{one.byName ?? '—'}</td>
                      <td>{f.evidence(one.at)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Card>
          ) : null}
        </>
      )}
    </Loaded>
  )
}

function purposeWords(purpose: string, t: ReturnType<typeof useT>): string {
  const own = `priv.purpose.${purpose}`
  return own in privacyScreenMessages.zh ? t(own) : t(`file.purpose.${purpose}`)
}

function sizeWords(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0)
  return `${Math.round((bytes / 1000 ** step) * 10) / 10} ${units[step]}`
}
