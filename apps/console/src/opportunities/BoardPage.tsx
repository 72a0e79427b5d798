import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Dropdown, Segmented, Switch } from 'antd'
import { EllipsisVertical, Hourglass, Snowflake, Target } from 'lucide-react'
import { type DragEvent, useState } from 'react'
import type { z } from 'zod'
import type { Board as BoardShape, OpportunityRow as RowShape } from '#modules/opportunities/opportunity.contract.ts'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Avatar } from '#shared/ui/Avatar.tsx'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { GateSegments } from '#shared/ui/GateList.tsx'
import { ListPage } from '../shell/ListPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'
import { OpportunityInspector } from './OpportunityInspector.tsx'
import { OpportunityList } from './OpportunityList.tsx'
import { opportunityScreenMessages } from './opportunityScreen.messages.ts'

addMessages(opportunityScreenMessages)

type Board = z.output<typeof BoardShape>
type Row = z.output<typeof RowShape>

/** Columns by stage. A card moves by drag or by its menu; where it may not go, its check-list opens. */
export default function BoardPage() {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const wide = me?.permissions['opportunity.read'] !== 'own'
  const [mine, setMine] = useState(!wide && may(me, 'opportunity.write'))
  const [view, setView] = useState<'board' | 'list'>('board')
  const [openId, open] = useState<string | null>(null)
  const board = useQuery(query.opportunities.board.queryOptions({ input: mine ? { mine: 'true' as never } : {} }))
  const total = board.data?.total
  return (
    <ListPage
      title={t('opp.title')}
      sentence={
        board.data && total
          ? t('opp.sentence', {
              n: total.count,
              sum: f.moneyBoard(total.amountFen),
              weighted: f.moneyBoard(total.weightedFen),
              month: f.day(board.data.signing.from),
              signing: f.moneyBoard(board.data.signing.amountFen),
            })
          : null
      }
      actions={
        <>
          {wide ? (
            // biome-ignore lint/a11y/noLabelWithoutControl: antd's switch is the control inside
            <label className="switch">
              <Switch size="small" checked={mine} onChange={setMine} /> {t('opp.mine')}
            </label>
          ) : null}
          <Segmented
            value={view}
            onChange={(next) => setView(next as 'board' | 'list')}
            options={[
              { value: 'board', label: t('opp.view.board') },
              { value: 'list', label: t('opp.view.list') },
            ]}
          />
        </>
      }
      inspector={openId ? <OpportunityInspector key={openId} id={openId} onClose={() => open(null)} /> : null}
    >
      {view === 'list' ? (
        <OpportunityList openId={openId} onInspect={open} />
      ) : (
        <Loaded from={board}>{(data) => <Columns board={data} openId={openId} onOpen={open} />}</Loaded>
      )}
    </ListPage>
  )
}

function Columns({ board, openId, onOpen }: { board: Board; openId: string | null; onOpen: (id: string) => void }) {
  const t = useT()
  const f = useFormats()
  const pick = usePick()
  const go = useNavigate()
  const [dragged, drag] = useState<Row | null>(null)
  const [over, setOver] = useState<string | null>(null)
  const move = useAct(
    (input: { id: string; to: string; version: number }) => api.opportunities.move(input),
    (_, { id }) => onOpen(id),
  )
  const stages = board.columns.filter((one) => one.weight < 100)
  const fullest = Math.max(1, ...stages.map((one) => one.amountFen))
  const index = (key: string) => stages.findIndex((one) => one.key === key)
  const tryMove = (row: Row, to: string) => {
    if (row.stage === to) return
    // What is missing is told by the check-list beside the board; the server has the last word on the rest.
    if (index(to) !== index(row.stage) + 1 || !row.gate.ready) onOpen(row.id)
    if (index(to) === index(row.stage) + 1 && !row.gate.ready) return
    move.run({ id: row.id, to, version: row.version })
  }
  if (board.total.count === 0 && board.won.count === 0)
    return (
      <Empty icon={Target} title={t('opp.empty')} action={<Button onClick={() => void go({ to: '/leads' })}>{t('opp.toLeads')}</Button>}>
        {t('opp.empty.body')}
      </Empty>
    )
  return (
    <>
      {move.refusal}
      <div className="board">
        {stages.map((column) => {
          const valid = dragged?.gate.ready === true && index(column.key) === index(dragged.stage) + 1
          return (
            <section
              key={column.key}
              className="board-column"
              aria-label={pick(column)}
              data-valid={valid}
              data-over={over === column.key}
              onDragOver={(event) => {
                event.preventDefault()
                setOver(column.key)
              }}
              onDragLeave={() => setOver(null)}
              onDrop={(event: DragEvent) => {
                event.preventDefault()
                setOver(null)
                if (dragged) tryMove(dragged, column.key)
                drag(null)
              }}
            >
              <header>
                <b>
                  {pick(column)} <small>{column.weight}%</small>
                </b>
                <strong>{f.moneyBoard(column.amountFen)}</strong>
                <small>{t('opp.column', { n: column.count, weighted: f.moneyBoard(column.weightedFen) })}</small>
                <i style={{ width: `${(column.amountFen / fullest) * 100}%` }} />
              </header>
              {valid ? <p className="board-drop">{t('opp.drop')}</p> : null}
              {column.cards.map((row) => (
                <BoardCard
                  key={row.id}
                  row={row}
                  open={openId === row.id}
                  onOpen={() => onOpen(row.id)}
                  onDrag={drag}
                  moves={stages
                    .filter((one) => one.key !== row.stage)
                    .map((one) => ({ key: one.key, label: t('opp.moveTo.stage', { stage: pick(one) }) }))}
                  onMove={(to) => tryMove(row, to)}
                />
              ))}
            </section>
          )
        })}
        <section className="board-won">
          <b>{t('opp.won')}</b>
          <span>{t('opp.won.line', { n: board.won.count, sum: f.moneyBoard(board.won.amountFen) })}</span>
        </section>
      </div>
    </>
  )
}

type CardProps = {
  row: Row
  open: boolean
  onOpen: () => void
  onDrag: (row: Row | null) => void
  moves: { key: string; label: string }[]
  onMove: (to: string) => void
}

function BoardCard({ row, open, onOpen, onDrag, moves, onMove }: CardProps) {
  const t = useT()
  const f = useFormats()
  return (
    <article
      className="board-card"
      data-open={open}
      draggable={row.may.move ?? false}
      onDragStart={() => onDrag(row)}
      onDragEnd={() => onDrag(null)}
    >
      <div>
        <button type="button" className="board-name" onClick={onOpen}>
          {row.accountName}
        </button>
        {row.may.move ? (
          <Dropdown trigger={['click']} menu={{ items: moves, onClick: ({ key }) => onMove(key) }}>
            <button type="button" className="fl-icon" aria-label={t('opp.menu', { name: row.accountName })}>
              <EllipsisVertical size={15} />
            </button>
          </Dropdown>
        ) : null}
      </div>
      {row.name === row.accountName ? null : <small>{row.name}</small>}
      <strong>{f.moneyBoard(row.amountFen)}</strong>
      <div>
        <GateSegments done={row.gate.done} of={row.gate.of} />
        <small>{row.expectedSignOn ? t('opp.signs', { day: f.day(row.expectedSignOn) }) : null}</small>
      </div>
      {row.frozen ? (
        <Chip tone="bad" icon={Snowflake}>
          {t('opportunity.frozen')}
        </Chip>
      ) : row.stalled ? (
        <Chip tone="warn" icon={Hourglass}>
          {t('opportunity.stalled', { days: row.stalled.idleDays, limit: row.stalled.limitDays })}
        </Chip>
      ) : row.gate.ready ? (
        <Chip tone="ok">{t('opportunity.ready')}</Chip>
      ) : null}
      <footer>
        <Avatar name={row.ownerName} size={20} /> {row.ownerName}
        <Link to={`/opportunities/${row.id}`}>{row.number}</Link>
      </footer>
    </article>
  )
}
