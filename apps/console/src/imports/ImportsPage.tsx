import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Segmented, Upload } from 'antd'
import { FileDown, FileSpreadsheet } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useLanguage, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { type ListColumn, ListTable } from '../shell/ListTable.tsx'
import { Page } from '../shell/Page.tsx'
import { saveFile } from '../shell/saveFile.ts'
import { useAct } from '../shell/useAct.tsx'
import { usePages } from '../shell/usePages.ts'
import { atWork, Counts, type Run } from './fates.tsx'
import { importScreenMessages } from './imports.messages.ts'

addMessages(importScreenMessages)

/** Bring a table, and all that were brought. `?kind=` chooses what. */
export default function ImportsPage() {
  const t = useT()
  const language = useLanguage()
  const go = useNavigate()
  const { data: kinds } = useQuery(query.imports.importKinds.queryOptions())
  const [chosen, setChosen] = useState(() => new URLSearchParams(window.location.search).get('kind'))
  const kind = kinds?.items.find((one) => one.kind === chosen) ?? kinds?.items[0]
  const start = useAct(
    (file: File) => api.imports.startImport({ kind: kind?.kind ?? '', file }),
    (run) => void go({ to: '/imports/$id', params: { id: run.id } }),
  )
  const template = useAct(
    () => api.imports.importTemplate({ kind: kind?.kind ?? '' }),
    async (file) => saveFile(file.name, await file.text()),
  )
  return (
    <Page
      title={t('imports.title')}
      sentence={t('imports.sentence')}
      actions={
        <Button icon={<FileDown size={16} strokeWidth={1.75} />} loading={template.busy} onClick={() => template.run(undefined)}>
          {t('imports.template')}
        </Button>
      }
    >
      {start.refusal}
      {template.refusal}
      {kinds && kinds.items.length > 1 ? (
        <Segmented
          aria-label={t('imports.kind')}
          value={kind?.kind}
          onChange={setChosen}
          options={kinds.items.map((one) => ({ value: one.kind, label: one[language] }))}
        />
      ) : null}
      <div className="wizard">
        <Upload.Dragger
          accept=".xlsx,.csv,.txt,.tsv"
          showUploadList={false}
          disabled={!kind || start.busy}
          beforeUpload={(file) => {
            start.run(file)
            return false
          }}
        >
          <FileSpreadsheet size={32} strokeWidth={1.5} aria-hidden="true" />
          <p>
            <b>{t('imports.drop', { kind: kind?.[language] ?? '' })}</b>
          </p>
          <p className="quiet">{t('imports.drop.hint')}</p>
        </Upload.Dragger>
      </div>
      <Brought kinds={kinds?.items ?? []} />
    </Page>
  )
}

function Brought({ kinds }: { kinds: { kind: string; zh: string; en: string }[] }) {
  const t = useT()
  const f = useFormats()
  const language = useLanguage()
  const go = useNavigate()
  const list = usePages(['imports', 'list'], (cursor) => api.imports.imports({ cursor }))
  const columns: ListColumn<Run>[] = [
    { title: t('imports.col.file'), render: (_, run) => <b>{run.fileName}</b> },
    { title: t('imports.col.kind'), width: 90, render: (_, run) => kinds.find((one) => one.kind === run.kind)?.[language] ?? run.kind },
    {
      title: t('imports.col.state'),
      width: 130,
      render: (_, run) => <Chip tone={atWork(run) ? 'pri' : run.problem ? 'bad' : 'plain'}>{t(`imports.state.${run.state}`)}</Chip>,
    },
    { title: t('imports.col.rows'), width: 90, align: 'right', render: (_, run) => f.count(run.total) },
    { title: t('imports.col.counts'), render: (_, run) => <Counts run={run} /> },
    {
      title: t('imports.col.by'),
      width: 170,
      render: (_, run) => (
        <span className="two">
          <b>{run.byName ?? '—'}</b>
          <small>{f.moment(run.createdAt)}</small>
        </span>
      ),
    },
  ]
  return (
    <ListTable
      columns={columns}
      rows={list.rows}
      rowKey={(run) => run.id}
      onInspect={(id) => id && void go({ to: '/imports/$id', params: { id } })}
      more={list.more}
      empty={
        <Empty icon={FileSpreadsheet} title={t('imports.none')}>
          {t('imports.none.body')}
        </Empty>
      }
    />
  )
}
