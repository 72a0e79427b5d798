// What one step says: who, when, how it passes, what a yes needs, and what the clock does.
import { Button, Checkbox, Input, InputNumber, Segmented, Select } from 'antd'
import { ArrowDown, ArrowUp, Plus, Trash2, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ApproveStep, Field, Step } from '#modules/approvals/flow.rule.ts'
import { useT } from '#shared/i18n.ts'
import { Part } from '../shell/Inspector.tsx'
import { ApproverList } from './ApproverEditor.tsx'
import { ConditionEditor } from './ConditionEditor.tsx'
import { withBranch } from './flowDraft.ts'
import type { Directory, FlowWords } from './flowWords.ts'

type Props = {
  step: Step
  directory: Directory
  words: FlowWords
  fault: string | undefined
  save: (step: Step) => void
  move: (by: -1 | 1) => void
  remove: () => void
  close: () => void
}

export function StepForm(props: Props) {
  const { step, words, fault, save, move, remove, close } = props
  const t = useT()
  return (
    <Part
      title={t(`flows.kind.${step.kind}`)}
      extra={
        <>
          <Icon words={t('flows.up')} press={() => move(-1)} icon={<ArrowUp size={16} strokeWidth={1.75} />} />
          <Icon words={t('flows.down')} press={() => move(1)} icon={<ArrowDown size={16} strokeWidth={1.75} />} />
          <Icon words={t('flows.remove')} press={remove} icon={<Trash2 size={16} strokeWidth={1.75} />} />
          <Icon words={t('ui.close')} press={close} icon={<X size={16} strokeWidth={1.75} />} />
        </>
      }
    >
      <div className="flow-form">
        {fault ? <p className="bad">{fault}</p> : null}
        {step.kind === 'end' ? (
          <p className="quiet">{t('flows.end.body')}</p>
        ) : (
          <Labelled label={t('flows.name')}>
            <Input
              aria-label={t('flows.name')}
              maxLength={40}
              value={step.name ?? ''}
              placeholder={words.nameOf({ id: step.id })}
              onChange={(event) => save({ ...step, name: event.target.value || undefined })}
            />
          </Labelled>
        )}
        {step.kind === 'approve' ? <Asks {...props} step={step} /> : null}
        {step.kind === 'cc' ? (
          <Labelled label={t('flows.copies')}>
            <ApproverList {...props} value={step.copies} onChange={(copies) => save({ ...step, copies })} />
          </Labelled>
        ) : null}
        {step.kind === 'condition' || step.kind === 'parallel' ? <Branched {...props} step={step} /> : null}
      </div>
    </Part>
  )
}

function Icon({ words, press, icon }: { words: string; press: () => void; icon: ReactNode }) {
  return (
    <button type="button" className="fl-icon" aria-label={words} title={words} onClick={press}>
      {icon}
    </button>
  )
}

export function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className="flow-field">
      <legend>{label}</legend>
      {children}
    </fieldset>
  )
}

type AskProps = Omit<Props, 'step'> & { step: ApproveStep }

function Asks(props: AskProps) {
  const { step, directory, words, save } = props
  const t = useT()
  // A post that no one has named by hand is called after whom it asks.
  const suggested = (approvers: ApproveStep['approvers']) => approvers.map(words.approver).join('、').slice(0, 40)
  const untouched = !step.name || step.name === t('flows.kind.approve') || step.name === suggested(step.approvers)
  const known = words.nameOf({ id: step.id }) !== step.id && !step.name
  return (
    <>
      <Labelled label={t('flows.approvers')}>
        <ApproverList
          {...props}
          value={step.approvers}
          onChange={(approvers) => {
            const whole =
              approvers.length > 0 &&
              approvers.every((one) => (one.kind === 'role' ? one.role : one.kind === 'person' ? one.memberId : true))
            save({ ...step, approvers, ...(untouched && !known && whole ? { name: suggested(approvers) } : {}) })
          }}
        />
      </Labelled>
      <Labelled label={t('flows.mode')}>
        <Select
          aria-label={t('flows.mode')}
          value={step.mode}
          options={(['all', 'any', 'votes', 'turn'] as const).map((value) => ({ value, label: t(`flows.mode.${value}`) }))}
          onChange={(mode) => save({ ...step, mode, votes: mode === 'votes' ? (step.votes ?? 2) : undefined })}
        />
        {step.mode === 'votes' ? (
          <InputNumber<number>
            aria-label={t('flows.votes')}
            min={1}
            max={50}
            value={step.votes ?? 1}
            onChange={(votes) => save({ ...step, votes: votes ?? 1 })}
          />
        ) : null}
      </Labelled>
      <Labelled label={t('flows.when')}>
        <ConditionEditor
          value={step.when}
          facts={directory.facts.filter((fact) => !fact.key.startsWith(`${step.id}.`))}
          words={words}
          none={t('flows.condition.always')}
          onChange={(when) => save({ ...step, when })}
        />
      </Labelled>
      <Clock step={step} save={save} />
      <Labelled label={t('flows.demands')}>
        <Checkbox
          checked={step.noteRequired ?? false}
          onChange={(event) => save({ ...step, noteRequired: event.target.checked || undefined })}
        >
          {t('flows.noteRequired')}
        </Checkbox>
        <Checkbox
          checked={step.fileRequired ?? false}
          onChange={(event) => save({ ...step, fileRequired: event.target.checked || undefined })}
        >
          {t('flows.fileRequired')}
        </Checkbox>
      </Labelled>
      <FormFields fields={step.fields ?? []} onChange={(fields) => save({ ...step, fields: fields.length > 0 ? fields : undefined })} />
    </>
  )
}

function Clock({ step, save }: { step: ApproveStep; save: Props['save'] }) {
  const t = useT()
  const { timeout } = step
  return (
    <Labelled label={t('flows.timeout')}>
      <div className="flow-compare">
        <InputNumber<number>
          aria-label={t('flows.hours')}
          placeholder={t('flows.timeout.none')}
          suffix={timeout ? t('flows.hours.unit') : undefined}
          min={0}
          max={2000}
          style={{ flex: '1 1 100%' }}
          value={timeout?.hours ?? null}
          onChange={(hours) => save({ ...step, timeout: hours ? { ...timeout, does: timeout?.does ?? 'escalate', hours } : undefined })}
        />
        {timeout ? (
          <>
            <Segmented
              size="small"
              aria-label={t('flows.does')}
              value={timeout.does}
              options={(['escalate', 'approve'] as const).map((does) => ({ value: does, label: t(`flows.does.${does}`) }))}
              onChange={(does) => save({ ...step, timeout: { ...timeout, does } })}
            />
            <InputNumber<number>
              aria-label={t('flows.nudge')}
              placeholder={t('flows.nudge')}
              min={0}
              max={2000}
              style={{ flex: 1 }}
              value={timeout.nudgeHours ?? null}
              onChange={(nudgeHours) => save({ ...step, timeout: { ...timeout, nudgeHours: nudgeHours ?? undefined } })}
            />
          </>
        ) : null}
      </div>
    </Labelled>
  )
}

const TYPES = ['text', 'number', 'fen', 'date', 'choice', 'yes_no'] as const

function FormFields({ fields, onChange }: { fields: readonly Field[]; onChange: (next: Field[]) => void }) {
  const t = useT()
  const fresh = (): string => {
    for (let n = 1; ; n++) if (!fields.some((field) => field.key === `f${n}`)) return `f${n}`
  }
  return (
    <Labelled label={t('flows.fields')}>
      {fields.map((field, at) => {
        const save = (next: Partial<Field>) => onChange(fields.with(at, { ...field, ...next }))
        return (
          <div key={field.key} className="flow-compare">
            <Input
              aria-label={t('flows.field.label')}
              value={field.label}
              maxLength={40}
              onChange={(event) => save({ label: event.target.value })}
            />
            <Select
              aria-label={t('flows.field.type')}
              value={field.type}
              options={TYPES.map((type) => ({ value: type, label: t(`flows.field.${type}`) }))}
              onChange={(type) => save({ type, options: type === 'choice' ? (field.options ?? []) : undefined })}
            />
            <button
              type="button"
              className="fl-icon"
              aria-label={t('flows.field.remove', { label: field.label })}
              onClick={() => onChange(fields.toSpliced(at, 1))}
            >
              <X size={14} strokeWidth={1.75} />
            </button>
            {field.type === 'choice' ? (
              <Select
                aria-label={t('flows.field.options')}
                placeholder={t('flows.field.options')}
                mode="tags"
                style={{ flex: '1 1 100%' }}
                value={[...(field.options ?? [])]}
                onChange={(options) => save({ options })}
              />
            ) : null}
            <Checkbox checked={field.required} onChange={(event) => save({ required: event.target.checked })}>
              {t('flows.field.required')}
            </Checkbox>
          </div>
        )
      })}
      <Button
        size="small"
        type="dashed"
        icon={<Plus size={14} />}
        onClick={() => onChange([...fields, { key: fresh(), label: t('flows.field.text'), type: 'text', required: true }])}
      >
        {t('flows.field.add')}
      </Button>
    </Labelled>
  )
}

type BranchProps = Omit<Props, 'step'> & { step: Extract<Step, { kind: 'condition' | 'parallel' }> }

function Branched({ step, directory, words, save }: BranchProps) {
  const t = useT()
  return (
    <>
      <p className="quiet">{t(step.kind === 'condition' ? 'flows.branch.order' : 'flows.parallel.order')}</p>
      {step.branches.map((branch, no) => (
        <Labelled key={branch.id} label={t('flows.branch', { n: no + 1 })}>
          {step.kind === 'condition' ? (
            <ConditionEditor
              value={branch.when}
              facts={directory.facts}
              words={words}
              none={t('flows.condition.always.branch')}
              onChange={(when) => save({ ...step, branches: step.branches.with(no, { ...branch, when }) })}
            />
          ) : null}
          <Button size="small" type="text" danger onClick={() => save({ ...step, branches: step.branches.toSpliced(no, 1) })}>
            {t('flows.branch.remove', { n: no + 1 })}
          </Button>
        </Labelled>
      ))}
      <Button size="small" type="dashed" icon={<Plus size={14} />} onClick={() => save(withBranch(step))}>
        {t('flows.branch.add')}
      </Button>
    </>
  )
}
