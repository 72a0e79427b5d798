import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Input } from 'antd'
import { CircleAlert } from 'lucide-react'
import { useState } from 'react'
import type { z } from 'zod'
import type { Card as CardShape, ApprovalDetail as Shape } from '#modules/approvals/approval.contract.ts'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Avatar } from '#shared/ui/Avatar.tsx'
import { Chip } from '#shared/ui/Chip.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { Why } from '#shared/ui/Why.tsx'
import { useCrumb } from '../shell/crumb.ts'
import { Part } from '../shell/Inspector.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card, Figures, RecordPage } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { useWords } from '../shell/useWords.ts'
import { PriceFall } from './PriceFall.tsx'

type Detail = z.output<typeof Shape>
type CardData = z.output<typeof CardShape>

/** Everything needed to decide one approval, and the answers. */
export function ApprovalRecord({ id }: { id: string }) {
  const found = useQuery(query.approvals.get.queryOptions({ input: { id } }))
  useCrumb(found.data?.title)
  return <Loaded from={found}>{(data) => <Filled data={data} />}</Loaded>
}

function Filled({ data }: { data: Detail }) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const { card } = data
  return (
    <RecordPage
      grade={card.accountLevel ? <Grade grade={card.accountLevel} /> : undefined}
      title={data.title}
      chips={
        <>
          {card.alarm ? (
            <Chip tone="warn" icon={CircleAlert}>
              {words(card.alarm)}
            </Chip>
          ) : null}
          {data.status === 'pending' ? null : (
            <Chip tone={data.status === 'approved' ? 'ok' : 'plain'}>{t(`approval.status.${data.status}`)}</Chip>
          )}
        </>
      }
      facts={
        <>
          <Link to={card.link}>{card.subtitle ? words(card.subtitle) : data.number}</Link> ·{' '}
          {t('approvals.submitted', { name: data.requesterName, at: f.moment(data.requestedAt) })}
        </>
      }
      amount={data.amountFen === null ? undefined : <Money fen={data.amountFen} />}
      aside={<Aside data={data} />}
      decision={<Answer data={data} />}
    >
      {card.figures.length > 0 ? (
        <Figures
          items={card.figures.map((one) => ({
            label: words(one.label),
            value:
              one.value === null
                ? '—'
                : one.unit === 'ratio'
                  ? f.percent(one.value)
                  : one.unit === 'fen'
                    ? f.moneyShort(one.value)
                    : f.days(one.value),
            note: one.note ? words(one.note) : undefined,
            tone: one.tone === 'ok' || one.tone === 'warn' || one.tone === 'bad' ? one.tone : undefined,
          }))}
        />
      ) : null}
      {card.waterfall ? (
        <Card
          title={t('approvals.waterfall')}
          note={card.waterfall.fromFen > 0 ? t('approvals.waterfall.from', { from: f.moneyBoard(card.waterfall.fromFen) }) : undefined}
        >
          <PriceFall data={card.waterfall} />
        </Card>
      ) : null}
      {card.lines.length > 0 ? <Lines card={card} /> : null}
      {card.facts.length > 0 ? <FourFacts card={card} /> : null}
    </RecordPage>
  )
}

function Lines({ card }: { card: CardData }) {
  const t = useT()
  const f = useFormats()
  return (
    <Card title={t('approvals.lines')} flush>
      <table className="lines">
        <thead>
          <tr>
            <th>{t('approvals.line.product')}</th>
            <th>{t('approvals.line.quantity')}</th>
            <th>{t('approvals.line.list')}</th>
            <th>{t('approvals.line.unit')}</th>
            <th>{t('approvals.line.percent')}</th>
            <th>{t('approvals.line.floor')}</th>
            <th>{t('approvals.line.net')}</th>
          </tr>
        </thead>
        <tbody>
          {card.lines.map((line) => (
            <tr key={line.no} data-tone={line.belowFloor ? 'bad' : line.level === 'nobody' ? undefined : 'warn'}>
              <td>
                {line.name} <small>{line.code}</small>
              </td>
              <td>
                {Number(line.quantity).toLocaleString('en-US')} {line.unit}
              </td>
              <td>{f.unitPrice(line.listPrice)}</td>
              <td>{f.unitPrice(line.unitPrice)}</td>
              <td>{f.percent(line.percent > 1.5 ? line.percent / 100 : line.percent)}</td>
              <td data-tone={line.belowFloor ? 'bad' : undefined}>{f.money(line.floorGapFen)}</td>
              <td>{f.money(line.netFen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function FourFacts({ card }: { card: CardData }) {
  const words = useWords()
  return (
    <div className="four">
      {card.facts.map((fact) => (
        <section className="card" key={fact.key} data-tone={fact.tone}>
          <small>{words(fact.label)}</small>
          <b>{fact.link ? <Link to={fact.link}>{words(fact.title)}</Link> : words(fact.title)}</b>
          {fact.detail ? <p>{words(fact.detail)}</p> : null}
        </section>
      ))}
    </div>
  )
}

function Aside({ data }: { data: Detail }) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  return (
    <>
      <Part title={t('approvals.why')}>
        <p>{words(data.why.reason)}</p>
        <Why rule={t(`approval.flow.${data.why.flowKey}`)} version={data.why.flowVersion} facts={[]} sentence={words(data.why.reason)} />
      </Part>
      <Part title={t('approvals.progress')}>
        <ol className="steps">
          {data.steps.map((step) => (
            <li key={step.id} data-state={step.state}>
              <b>{words(step.label)}</b>
              {step.skipped ? <small>{t('approvals.step.skipped')}</small> : null}
              {step.tasks.map((task) => (
                <div key={task.memberId}>
                  <Avatar name={task.name} size={20} />
                  <span>
                    {task.name} <small>{task.title}</small>
                  </span>
                  <small data-tone={task.status}>
                    {t(`approvals.task.${task.status}`)} {task.at ? f.moment(task.at) : ''}
                  </small>
                </div>
              ))}
            </li>
          ))}
        </ol>
      </Part>
      <Part title={t('approvals.talk')}>
        <ul className="comments">
          {data.log.map((line) => (
            <li key={`${line.at}-${line.memberId}-${line.act}`}>
              <Avatar name={line.name} size={22} />
              <div>
                <small>
                  {line.name} · {t(`approval.act.${line.act}`)} · {f.moment(line.at)}
                </small>
                {line.note ? <p>{line.note}</p> : null}
              </div>
            </li>
          ))}
        </ul>
      </Part>
    </>
  )
}

/** The answers: one filled with the amount, the others beside it; a reason is asked for before it is needed. */
function Answer({ data }: { data: Detail }) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const { message } = App.useApp()
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState(false)
  const { may, id, version } = data
  const decide = useAct(
    (answer: 'approve' | 'reject' | 'return') => api.approvals.decide({ id, answer, note: note || null, version }),
    () => setNote(''),
  )
  const comment = useAct(
    () => api.approvals.comment({ id, note }),
    () => setNote(''),
  )
  const withdraw = useAct(() => api.approvals.withdraw({ id, note: note || null }))
  const remind = useAct(
    () => api.approvals.remind({ id }),
    ({ reminded }) => void message.success(t('approvals.reminded', { names: f.list(reminded) })),
  )
  const withReason = (answer: 'reject' | 'return') => {
    setMissing(!note.trim())
    if (note.trim()) decide.run(answer)
  }
  return (
    <>
      {may.comment || may.approve ? (
        <Input.TextArea
          rows={2}
          value={note}
          status={missing ? 'error' : undefined}
          aria-label={t('approvals.note')}
          placeholder={t(may.approve ? 'approvals.note.hint' : 'approvals.note')}
          onChange={(event) => {
            setNote(event.target.value)
            setMissing(false)
          }}
        />
      ) : null}
      {missing ? <p className="warn">{t('approvals.reasonMissing')}</p> : null}
      {decide.refusal ?? comment.refusal ?? withdraw.refusal ?? remind.refusal}
      <div>
        {may.reject ? (
          <Button danger disabled={decide.busy} onClick={() => withReason('reject')}>
            {t('approvals.reject')}
          </Button>
        ) : null}
        {may.return ? (
          <Button disabled={decide.busy} onClick={() => withReason('return')}>
            {t('approvals.return')}
          </Button>
        ) : null}
        {may.withdraw ? <Button onClick={() => withdraw.run(undefined)}>{t('approvals.withdraw')}</Button> : null}
        {may.comment ? (
          <Button disabled={!note.trim()} loading={comment.busy} onClick={() => comment.run(undefined)}>
            {t('approvals.comment')}
          </Button>
        ) : null}
        {may.remind ? (
          <Button loading={remind.busy} onClick={() => remind.run(undefined)}>
            {t('approvals.remind')}
          </Button>
        ) : null}
        {may.approve ? (
          <Button type="primary" className="grow" loading={decide.busy} onClick={() => decide.run('approve')}>
            {data.amountFen === null ? t('approvals.approve.plain') : t('approvals.approve', { amount: f.moneyShort(data.amountFen) })}
          </Button>
        ) : null}
      </div>
      {may.approve && data.card.consequence ? <p>{words(data.card.consequence)}</p> : null}
      {!may.approve && data.waitingFor.length > 0 ? (
        <p>{t('approvals.waitingFor', { names: f.list(data.waitingFor.map((one) => one.name)) })}</p>
      ) : null}
    </>
  )
}
