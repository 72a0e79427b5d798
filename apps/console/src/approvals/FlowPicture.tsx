// The flow as a picture: every box is a button, steps are added between two, dragged, or moved by keys.
import { Dropdown } from 'antd'
import { CircleAlert, Flag, GitBranch, GitFork, GripVertical, type LucideIcon, Plus, Send, UserCheck } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Step } from '#modules/approvals/flow.rule.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import type { Place } from './flowDraft.ts'
import type { FlowWords } from './flowWords.ts'

export type PictureActs = {
  choose: (id: string) => void
  add: (place: Place, kind: Step['kind']) => void
  drop: (id: string, place: Place) => void
  /** by Alt and an arrow */
  move: (id: string, by: -1 | 1) => void
  remove: (id: string) => void
}
type Props = {
  steps: readonly Step[]
  chosen: string | null
  /** what is wrong with a step, by its id */
  faults: ReadonlyMap<string, string>
  words: FlowWords
  acts: PictureActs
}
type RowProps = Props & { at: Place; dragged: string | null; drag: (id: string | null) => void; parallel?: boolean }

const icons: Record<Step['kind'], LucideIcon> = { approve: UserCheck, cc: Send, condition: GitBranch, parallel: GitFork, end: Flag }
const kinds = ['approve', 'condition', 'parallel', 'cc', 'end'] as const

export function FlowPicture(props: Props) {
  const t = useT()
  const [dragged, drag] = useState<string | null>(null)
  return (
    <div className="flow" data-dragging={dragged !== null}>
      <span className="flow-start">{t('flows.start')}</span>
      <Row {...props} at={[]} dragged={dragged} drag={drag} />
    </div>
  )
}

function Row(props: RowProps) {
  const { steps, at } = props
  const last = steps.at(-1)
  return (
    <ol className="flow-row">
      {steps.map((step, index) => (
        <li key={step.id}>
          <Slot {...props} place={[...at, index]} />
          <Box {...props} step={step} />
          {'branches' in step ? <Branches {...props} step={step} place={[...at, index]} /> : null}
        </li>
      ))}
      {last?.kind === 'end' ? null : (
        <li>
          <Slot {...props} place={[...at, steps.length]} />
        </li>
      )}
    </ol>
  )
}

/** Where a step can be put: by the menu, or by dropping one. */
function Slot({ place, dragged, drag, acts, parallel, steps }: RowProps & { place: Place }) {
  const t = useT()
  const [over, setOver] = useState(false)
  const ends = place.at(-1) === steps.length && !parallel
  const items = kinds
    .filter((kind) => kind !== 'end' || ends)
    .map((kind) => ({ key: kind, label: t(`flows.kind.${kind}`), ...iconOf(kind) }))
  return (
    <Dropdown autoFocus trigger={['click']} menu={{ items, onClick: ({ key }) => acts.add(place, key as Step['kind']) }}>
      <button
        type="button"
        className="flow-slot"
        aria-label={t('flows.add')}
        title={t('flows.add')}
        data-over={over && dragged !== null}
        data-place={place.join('-')}
        onDragOver={(event) => {
          if (!dragged) return
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          if (dragged) acts.drop(dragged, place)
          drag(null)
        }}
      >
        <i>
          <Plus size={14} strokeWidth={2} aria-hidden="true" />
        </i>
      </button>
    </Dropdown>
  )
}

const iconOf = (kind: Step['kind']): { icon: ReactNode } => {
  const Icon = icons[kind]
  return { icon: <Icon size={15} strokeWidth={1.75} /> }
}

function Box({ step, chosen, faults, words, acts, drag }: RowProps & { step: Step }) {
  const t = useT()
  const f = useFormats()
  const Icon = icons[step.kind]
  const fault = faults.get(step.id)
  const lines =
    step.kind === 'approve'
      ? [
          f.list(step.approvers.map(words.approver)) || t('flows.none'),
          step.approvers.length > 1 || step.mode === 'votes' ? words.mode(step) : '',
        ]
      : step.kind === 'cc'
        ? [f.list(step.copies.map(words.approver))]
        : step.kind === 'end'
          ? [t('flows.end.body')]
          : []
  return (
    <button
      type="button"
      className="flow-box"
      data-kind={step.kind}
      data-step={step.id}
      data-faulty={fault !== undefined}
      aria-pressed={chosen === step.id}
      draggable
      onDragStart={(event) => {
        event.stopPropagation()
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', step.id)
        // The drop places appear once the browser has taken its picture of the box.
        setTimeout(() => drag(step.id))
      }}
      onDragEnd={() => drag(null)}
      onClick={() => acts.choose(step.id)}
      onKeyDown={(event) => {
        if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) acts.move(step.id, event.key === 'ArrowUp' ? -1 : 1)
        else if (event.key === 'Delete') acts.remove(step.id)
        else return
        event.preventDefault()
      }}
    >
      <GripVertical className="flow-grip" size={14} strokeWidth={1.75} aria-hidden="true" />
      <span className="flow-icon">
        <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      </span>
      <span className="flow-text">
        <small>{t(`flows.kind.${step.kind}`)}</small>
        {step.kind === 'end' ? null : <b data-raw>{words.nameOf(step)}</b>}
        {lines
          .filter((line) => line && line !== words.nameOf(step))
          .map((line) => (
            <span key={line} data-raw>
              {line}
            </span>
          ))}
        {step.kind === 'approve' && step.when ? <em>{t('flows.when.words', { condition: words.condition(step.when) })}</em> : null}
        {step.kind === 'approve' && step.timeout ? <em>{words.timeout(step.timeout)}</em> : null}
        {fault ? (
          <span className="flow-fault">
            <CircleAlert size={13} strokeWidth={1.75} aria-hidden="true" />
            {fault}
          </span>
        ) : null}
      </span>
    </button>
  )
}

type Branched = Extract<Step, { kind: 'condition' | 'parallel' }>
function Branches({ step, place, ...props }: RowProps & { step: Branched; place: Place }) {
  const t = useT()
  return (
    <div className="flow-branches">
      {step.branches.map((branch, no) => {
        const name =
          step.kind === 'parallel'
            ? t('flows.branch', { n: no + 1 })
            : branch.when
              ? t('flows.when.words', { condition: props.words.condition(branch.when) })
              : t('flows.else')
        return (
          <section key={branch.id} className="flow-branch" aria-label={`${t('flows.branch', { n: no + 1 })}: ${name}`}>
            <button type="button" className="flow-when" onClick={() => props.acts.choose(step.id)}>
              {name}
            </button>
            <Row {...props} steps={branch.steps} at={[...place, no]} parallel={props.parallel || step.kind === 'parallel'} />
          </section>
        )
      })}
    </div>
  )
}
