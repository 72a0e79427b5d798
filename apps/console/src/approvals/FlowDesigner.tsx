import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { App, Button, Input, Segmented, Select } from 'antd'
import { Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { type Approver, everyStep, type Step } from '#modules/approvals/flow.rule.ts'
import { api } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { problemSentence } from '#shared/problem.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { useCrumb } from '../shell/crumb.ts'
import { Part } from '../shell/Inspector.tsx'
import { RecordPage } from '../shell/RecordPage.tsx'
import { TopKeys } from '../shell/TopKeys.tsx'
import { useAct } from '../shell/useAct.tsx'
import { useWords } from '../shell/useWords.ts'
import { ApproverList } from './ApproverEditor.tsx'
import { FlowCheck } from './FlowCheck.tsx'
import { FlowPicture } from './FlowPicture.tsx'
import { FlowVersions } from './FlowVersions.tsx'
import { begunComparison, blank, finished, freshId, inserted, movedBy, movedTo, chosen as named, removed, withStep } from './flowDraft.ts'
import { type Directory, type FlowShown, type Flows, type FlowWords, useDirectory, useFlowWords } from './flowWords.ts'
import { Labelled, StepForm } from './StepForm.tsx'

type Drawn = { steps: Step[]; cc: Approver[]; same: FlowShown['same']; clock: FlowShown['clock'] }
/** What is drawn and what it was before each stroke. */
export type Draft = Drawn & { past: Drawn[] }

type Props = { flow: FlowShown; roles: Flows['roles']; draft: Draft | undefined; keep: (draft: Draft | undefined) => void }

export function FlowDesigner({ flow, roles, draft, keep }: Props) {
  const t = useT()
  const f = useFormats()
  const say = useWords()
  const [view, setView] = useState<'picture' | 'versions'>('picture')
  const [chosen, choose] = useState<string | null>(null)
  const inForce: Drawn = { steps: flow.steps as Step[], cc: flow.cc as Approver[], same: flow.same, clock: flow.clock }
  const { past, ...drawn } = draft ?? { ...inForce, past: [] }
  const { steps } = drawn
  const directory = useDirectory(flow, roles, steps)
  const words = useFlowWords(directory)
  const check = useCheck(flow.key, drawn)
  useCrumb(say(flow.label))
  const change = (next: Partial<Drawn>) => keep({ ...drawn, ...next, past: [...past.slice(-49), drawn] })
  const remove = (id: string) => {
    change({ steps: removed(steps, id) })
    if (chosen === id) choose(null)
  }
  const acts = {
    choose: (id: string) => choose(chosen === id ? null : id),
    add: (place: readonly number[], kind: Step['kind']) => {
      const [first] = directory.facts
      const id = freshId(steps, flow.steps as Step[])
      change({ steps: inserted(steps, place, blank(kind, id, t(`flows.kind.${kind}`), first && begunComparison(first))) })
      choose(id)
    },
    drop: (id: string, place: readonly number[]) => change({ steps: movedTo(steps, id, place) }),
    move: (id: string, by: -1 | 1) => change({ steps: movedBy(steps, id, by) }),
    remove,
  }
  const faults = new Map(check.data?.faults.flatMap((fault) => (fault.stepId ? [[fault.stepId, say(fault.words)] as const] : [])))
  const edited = everyStep(steps).find((step) => step.id === chosen)
  return (
    <RecordPage
      title={say(flow.label)}
      chips={draft ? <Chip tone="warn">{t('flows.draft', { n: flow.version + 1 })}</Chip> : null}
      facts={[
        flow.source === 'default' ? t('flows.default') : t('flows.version', { n: flow.version }),
        flow.authorName && flow.effectiveAt ? t('flows.since', { name: flow.authorName, at: f.moment(flow.effectiveAt) }) : null,
      ]
        .filter(Boolean)
        .join(' · ')}
      actions={
        <Segmented
          value={view}
          onChange={(next) => {
            setView(next)
            choose(null)
          }}
          options={(['picture', 'versions'] as const).map((value) => ({ value, label: t(`flows.view.${value}`) }))}
        />
      }
      aside={
        <>
          {edited ? (
            <StepForm
              key={edited.id}
              step={edited}
              directory={directory}
              words={words}
              fault={faults.get(edited.id)}
              save={(step) => change({ steps: withStep(steps, step) })}
              move={(by) => acts.move(edited.id, by)}
              remove={() => remove(edited.id)}
              close={() => choose(null)}
            />
          ) : null}
          {check.error ? <Refusal>{problemSentence(check.error)}</Refusal> : null}
          {check.data && !edited ? <FlowCheck checked={check.data} choose={choose} /> : null}
          {edited ? null : <Settings drawn={drawn} change={change} directory={directory} words={words} />}
        </>
      }
      decision={<Publish flow={flow} drawn={drawn} check={check} dirty={draft !== undefined} done={() => keep(undefined)} />}
    >
      <TopKeys
        hints={[
          { keys: ['Alt', '↑', '↓'], words: t('flows.keys') },
          { keys: ['Del'], words: t('flows.keys.remove') },
        ]}
      />
      {view === 'picture' ? (
        <>
          <div className="flow-tools">
            <Button
              size="small"
              icon={<Undo2 size={14} strokeWidth={1.75} />}
              disabled={past.length === 0}
              onClick={() => {
                const last = past.at(-1)
                if (last) keep(past.length === 1 ? undefined : { ...last, past: past.slice(0, -1) })
              }}
            >
              {t('flows.undo')}
            </Button>
            <Button
              size="small"
              onClick={() => {
                choose(null)
                change({ steps: [{ kind: 'end', id: 'end' }] })
              }}
            >
              {t('flows.empty')}
            </Button>
          </div>
          {check.data?.faults.some((fault) => fault.stepId === null) ? (
            <div className="flow-wrong" role="status">
              {check.data.faults
                .filter((fault) => fault.stepId === null)
                .map((fault) => (
                  <p key={`${fault.code} ${say(fault.words)}`} className="bad">
                    {say(fault.words)}
                  </p>
                ))}
            </div>
          ) : null}
          <FlowPicture steps={steps} chosen={chosen} faults={faults} words={words} acts={acts} />
        </>
      ) : (
        <FlowVersions
          flow={flow}
          draft={{ ...drawn, key: flow.key, version: flow.version + 1 }}
          words={words}
          restore={(version) => {
            change({ steps: version.steps as Step[], cc: version.cc as Approver[], same: version.same, clock: version.clock })
            setView('picture')
          }}
        />
      )}
    </RecordPage>
  )
}

const PAUSE_MS = 500

/** What is drawn, as it is read. */
const ready = ({ steps, cc, same, clock }: Drawn) => ({ steps: finished(steps), cc: named(cc), same, clock })

/** Asks what is wrong with the draft and tries it on the last cases, once the hand rests. */
function useCheck(key: string, drawn: Drawn) {
  const now = JSON.stringify({ key, ...ready(drawn) })
  const [rested, rest] = useState(now)
  useEffect(() => {
    const timer = setTimeout(() => rest(now), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [now])
  const asked = useQuery({
    queryKey: ['approvals', 'check', rested],
    queryFn: () => api.approvals.checkFlow(JSON.parse(rested)),
    placeholderData: keepPreviousData,
    retry: false,
  })
  return { data: asked.data, error: asked.isError ? asked.error : null, fresh: rested === now && !asked.isFetching && asked.isSuccess }
}

type SettingsProps = { drawn: Drawn; change: (next: Partial<Drawn>) => void; directory: Directory; words: FlowWords }

function Settings({ drawn, change, directory, words }: SettingsProps) {
  const t = useT()
  return (
    <Part title={t('flows.settings')}>
      <div className="flow-form">
        <Labelled label={t('flows.cc')}>
          <ApproverList value={drawn.cc} directory={directory} words={words} onChange={(cc) => change({ cc })} />
        </Labelled>
        <Labelled label={t('flows.same')}>
          <Select
            aria-label={t('flows.same')}
            value={drawn.same}
            options={(['skip', 'once', 'each'] as const).map((value) => ({ value, label: t(`flows.same.${value}`) }))}
            onChange={(same) => change({ same })}
          />
        </Labelled>
        <Labelled label={t('flows.clock')}>
          <Select
            aria-label={t('flows.clock')}
            value={drawn.clock}
            options={(['calendar', 'working'] as const).map((value) => ({ value, label: t(`flows.clock.${value}`) }))}
            onChange={(clock) => change({ clock })}
          />
        </Labelled>
      </div>
    </Part>
  )
}

type PublishProps = { flow: FlowShown; drawn: Drawn; check: ReturnType<typeof useCheck>; dirty: boolean; done: () => void }

/** Says why it may not be published yet; then one button that names the version. */
function Publish({ flow, drawn, check, dirty, done }: PublishProps) {
  const t = useT()
  const { message } = App.useApp()
  const [note, setNote] = useState('')
  const publish = useAct(
    () => api.approvals.setFlow({ key: flow.key, ...ready(drawn), basedOn: flow.version, note: note || null }),
    (next) => {
      done()
      void message.success(t('flows.published', { n: next.version }))
    },
  )
  const faults = check.data?.faults.length ?? 0
  const unchanged = !dirty || (check.fresh && check.data?.differences.length === 0)
  const why = unchanged
    ? t('flows.publish.unchanged')
    : check.error
      ? problemSentence(check.error)
      : faults > 0
        ? t('flows.publish.faults', { n: faults })
        : check.fresh
          ? null
          : t('flows.publish.trying')
  return (
    <>
      {publish.refusal}
      {dirty ? (
        <Input
          aria-label={t('flows.note')}
          placeholder={t('flows.note')}
          value={note}
          maxLength={300}
          onChange={(event) => setNote(event.target.value)}
        />
      ) : null}
      <div>
        {dirty ? (
          <Button danger onClick={done}>
            {t('flows.discard')}
          </Button>
        ) : null}
        <Button type="primary" className="grow" loading={publish.busy} disabled={why !== null} onClick={() => publish.run(undefined)}>
          {t('flows.publish', { n: flow.version + 1 })}
        </Button>
      </div>
      <p aria-live="polite">{why}</p>
    </>
  )
}
