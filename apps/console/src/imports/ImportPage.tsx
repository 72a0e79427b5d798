import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { App, Button, Progress, Steps } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useLanguage, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { fillOf } from '#shared/words.ts'
import { Loaded } from '../shell/Loaded.tsx'
import { Page } from '../shell/Page.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { saveFile } from '../shell/saveFile.ts'
import { useAct } from '../shell/useAct.tsx'
import { Columns } from './Columns.tsx'
import { atWork, type Run } from './fates.tsx'
import { importScreenMessages } from './imports.messages.ts'
import { Rows } from './Rows.tsx'

addMessages(importScreenMessages)

const STEP = { read: 0, checking: 1, checked: 1, writing: 2, written: 3, undoing: 3, undone: 3 } as const

/** One table: columns → what would become of each row → in. Nothing is written before the last button, and it can be taken back. */
export default function ImportPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const asked = useQuery({
    ...query.imports.importRun.queryOptions({ input: { id } }),
    refetchInterval: ({ state }) => (state.data && atWork(state.data) ? 1000 : false),
  })
  return <Loaded from={asked}>{(run) => <Table run={run} />}</Loaded>
}

function Table({ run }: { run: Run }) {
  const t = useT()
  const f = useFormats()
  const language = useLanguage()
  const { data: kinds } = useQuery(query.imports.importKinds.queryOptions())
  const kind = kinds?.items.find((one) => one.kind === run.kind)
  // a table that was checked may have its columns named anew
  const [naming, setNaming] = useState(false)
  const columns = run.state === 'read' || (naming && run.state === 'checked')
  return (
    <Page
      title={run.fileName}
      sentence={t('imports.facts', { kind: kind?.[language] ?? '', rows: f.count(run.total), encoding: run.encoding.toUpperCase() })}
      chips={<Chip tone={run.problem ? 'bad' : 'plain'}>{t(`imports.state.${run.state}`)}</Chip>}
      actions={<Acts run={run} />}
    >
      <div className="wizard">
        <Steps
          orientation="vertical"
          current={columns ? 0 : STEP[run.state]}
          items={['columns', 'check', 'write'].map((key) => ({ title: t(`imports.step.${key}`) }))}
        />
        <div className="stack">
          {run.problem ? <Refusal>{t(run.problem.code, fillOf(run.problem.params, f))}</Refusal> : null}
          {atWork(run) ? <Working run={run} /> : null}
          {columns && kind ? <Columns run={run} kind={kind} done={() => setNaming(false)} /> : null}
          {!columns && !atWork(run) ? <Next run={run} rename={() => setNaming(true)} /> : null}
          {columns || run.state === 'checking' ? null : <Rows run={run} />}
        </div>
      </div>
    </Page>
  )
}

function Working({ run }: { run: Run }) {
  const t = useT()
  const f = useFormats()
  const share = run.total > 0 ? Math.floor((100 * run.done) / run.total) : 0
  return (
    <Card>
      <Progress percent={share} status="active" />
      <p aria-live="polite">
        {t('imports.working', { done: f.count(run.done), total: f.count(run.total) })} <small>{t('imports.away')}</small>
      </p>
    </Card>
  )
}

/** What a person may do now: write what the check foretold, or go on with what broke off. */
function Next({ run, rename }: { run: Run; rename: () => void }) {
  const t = useT()
  const f = useFormats()
  const write = useAct(() => api.imports.writeImport({ id: run.id, version: run.version }))
  const { created = 0, merged = 0, changed = 0, review = 0 } = run.counts
  const n = created + merged + changed + review
  if (!run.may.write) return null
  return (
    <>
      {write.refusal}
      <div className="acts">
        {run.may.check ? <Button onClick={rename}>{t('imports.recheck')}</Button> : null}
        <Button type="primary" loading={write.busy} disabled={run.state === 'checked' && n === 0} onClick={() => write.run(undefined)}>
          {run.problem ? t('imports.goOn') : t('imports.write', { n: f.count(n) })}
        </Button>
      </div>
    </>
  )
}

function Acts({ run }: { run: Run }) {
  const t = useT()
  const f = useFormats()
  const go = useNavigate()
  const { modal } = App.useApp()
  const undo = useAct(() => api.imports.undoImport({ id: run.id, version: run.version }))
  const drop = useAct(
    () => api.imports.dropImport({ id: run.id }),
    () => void go({ to: '/imports' }),
  )
  const faults = useAct(
    () => api.imports.importFaults({ id: run.id }),
    async (file) => saveFile(file.name, await file.text()),
  )
  const ask = (title: string, content: string | undefined, okText: string, act: () => void) =>
    modal.confirm({ title, content, okText, okButtonProps: { danger: true }, onOk: act })
  return (
    <>
      {undo.refusal}
      {drop.refusal}
      {faults.refusal}
      {run.counts.rejected || run.counts.kept ? (
        <Button loading={faults.busy} onClick={() => faults.run(undefined)}>
          {t('imports.faults')}
        </Button>
      ) : null}
      {run.may.undo && run.undoUntil ? (
        <Button
          danger
          loading={undo.busy}
          onClick={() =>
            ask(t('imports.undo.sure'), t('imports.undo.what', { until: f.moment(run.undoUntil as string) }), t('imports.undo'), () =>
              undo.run(undefined),
            )
          }
        >
          {t('imports.undo')}
        </Button>
      ) : null}
      {run.may.drop ? (
        <Button
          loading={drop.busy}
          onClick={() => ask(t('imports.drop.sure'), undefined, t('imports.drop.away'), () => drop.run(undefined))}
        >
          {t('imports.drop.away')}
        </Button>
      ) : null}
    </>
  )
}
