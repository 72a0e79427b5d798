// Why it came to me, who said what, what comes next, and how such cases ended before.
import { Link } from '@tanstack/react-router'
import { FileText } from 'lucide-react'
import { useFormats, useT } from '#shared/i18n.ts'
import { Avatar } from '#shared/ui/Avatar.tsx'
import { Why } from '#shared/ui/Why.tsx'
import { Part } from '../shell/Inspector.tsx'
import { useWords } from '../shell/useWords.ts'
import type { Detail } from './ApprovalRecord.tsx'

export function ApprovalAside({ data }: { data: Detail }) {
  const t = useT()
  const words = useWords()
  return (
    <>
      <Part title={t('approvals.why')}>
        <p className="why-reason">{words(data.why.reason)}</p>
        <Why rule={t(`approval.flow.${data.why.flowKey}`)} version={data.why.flowVersion} facts={[]} sentence={words(data.why.reason)} />
      </Part>
      <Progress data={data} />
      {data.next.length > 0 ? (
        <Part title={t('approvals.next')}>
          <ol className="plain">
            {data.next.map((step, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps keep their order
              <li key={at}>
                {words(step.label)} <small className="quiet">{step.names.join('、')}</small>
              </li>
            ))}
          </ol>
        </Part>
      ) : null}
      <Similar data={data} />
      <Talk data={data} />
    </>
  )
}

function Progress({ data }: { data: Detail }) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  return (
    <Part title={t('approvals.progress')}>
      <ol className="steps">
        {data.steps.map((step) => (
          <li key={step.id} data-state={step.state}>
            <b>{words(step.label)}</b>{' '}
            {step.tasks.length > 1 ? (
              <small className="quiet">
                {step.mode === 'votes' ? t('approvals.mode.votes', { n: step.votes ?? 0 }) : t(`approvals.mode.${step.mode}`)}
              </small>
            ) : null}
            {step.skipped ? <small className="quiet">{t('approvals.step.skipped')}</small> : null}
            {step.dueAt && step.state === 'now' ? (
              <small className="warn">{t('approvals.step.due', { at: f.moment(step.dueAt) })}</small>
            ) : null}
            {step.tasks.map((task) => (
              <div key={task.memberId}>
                <Avatar name={task.name} size={20} />
                <span>
                  {task.name} <small>{task.title}</small>
                  {task.standInName ? <small className="quiet"> · {t('approvals.standIn', { name: task.standInName })}</small> : null}
                </span>
                <small data-tone={task.status}>
                  {t(`approvals.task.${task.status}`)} {task.at ? f.moment(task.at) : ''}
                </small>
              </div>
            ))}
          </li>
        ))}
      </ol>
      {data.copied.length > 0 ? (
        <p className="quiet">{t('approvals.copied', { names: f.list(data.copied.map((one) => one.name)) })}</p>
      ) : null}
    </Part>
  )
}

function Similar({ data }: { data: Detail }) {
  const t = useT()
  const f = useFormats()
  if (data.similar.length === 0) return null
  return (
    <Part title={t('approvals.similar')}>
      <ul className="plain">
        {data.similar.map((one) => (
          <li key={one.id}>
            <Link to={`/approvals/${one.id}`} data-raw>
              {one.title}
            </Link>{' '}
            {one.amountFen === null ? null : f.moneyShort(one.amountFen)}
            <br />
            <small className="quiet">
              {t(`approval.status.${one.status}`)} · {t('approvals.similar.took', { span: f.duration(one.hours * 3_600_000) })} ·{' '}
              {one.requesterName} · {f.moment(one.decidedAt)}
            </small>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Talk({ data }: { data: Detail }) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const filled = (type: string, value: string | number | boolean | null) =>
    type === 'fen' ? f.money(Number(value)) : typeof value === 'boolean' ? t(value ? 'approvals.yes' : 'approvals.no') : String(value)
  return (
    <Part title={t('approvals.talk')}>
      <ul className="comments">
        {data.log.map((line) => (
          <li key={`${line.at}-${line.memberId}-${line.act}-${line.stepId}`}>
            {line.name ? <Avatar name={line.name} size={22} /> : null}
            <div>
              <small>
                {[
                  line.name,
                  t(`approval.act.${line.act}`),
                  line.forName ? t('approvals.log.for', { name: line.forName }) : '',
                  f.moment(line.at),
                ]
                  .filter(Boolean)
                  .join(' · ')}
                {line.toNames.length > 0 ? ` → ${f.list(line.toNames)}` : ''}
                {line.toStep ? ` → ${words(line.toStep)}` : ''}
              </small>
              {line.note ? <p>{line.note}</p> : null}
              {line.form.map((one) => (
                <p key={one.label}>
                  <small className="quiet">{one.label}</small> {filled(one.type, one.value)}
                </p>
              ))}
              {line.files.map((file) => (
                <a key={file.id} href={`/api/v1/files/${file.id}/content`} target="_blank" rel="noreferrer">
                  <FileText size={14} strokeWidth={1.75} aria-hidden="true" /> {file.name}
                </a>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </Part>
  )
}
