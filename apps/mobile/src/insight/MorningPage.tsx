import { useQuery } from '@tanstack/react-query'
import { query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Money } from '#shared/ui/Money.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { type Row, Rows } from '../shell/Rows.tsx'
import { useWords } from '../shell/useWords.ts'
import { boardScreenMessages } from './board.messages.ts'

addMessages(boardScreenMessages)

/** 早会 in the hand: overdue first, then what is due, stuck, and who brought money in. */
export default function MorningPage() {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const board = useQuery(query.insight.morningBoard.queryOptions())
  return (
    <FlowPage title={t('board.morning')} sentence={board.data ? `${board.data.scopeName} · ${f.dayWords(board.data.day)}` : undefined}>
      <Loaded of={board}>
        {(data) => {
          const items = (rows: typeof data.overdue.items, late: boolean): Row[] =>
            rows.slice(0, 5).map((one) => ({
              key: one.itemId,
              to: `/receivables/items/${one.itemId}`,
              title: one.accountName,
              detail: [
                t('board.item', { contract: one.contractNumber, no: one.no, owner: one.ownerName ?? '—' }),
                one.note ? words(one.note) : null,
              ]
                .filter(Boolean)
                .join(' · '),
              extra: (
                <span style={{ textAlign: 'right', color: late ? 'var(--bad)' : undefined }}>
                  <Money fen={one.openFen} as="board" />
                  <br />
                  <small>{t('board.late', { days: Math.abs(one.daysLate) })}</small>
                </span>
              ),
            }))
          return (
            <>
              <section className="phone-card" data-tone={data.overdue.amountFen > 0 ? 'bad' : undefined}>
                <p>{t('board.overdue')}</p>
                <div className="figure">
                  <Money fen={data.overdue.amountFen} as="short" />
                </div>
                <p>
                  {t('board.n', { n: data.overdue.count })} · {t('board.completion')}{' '}
                  {data.completion.ratio === null ? '—' : f.percent(data.completion.ratio)}
                </p>
                {data.completion.consequence ? <p>{words(data.completion.consequence)}</p> : null}
              </section>
              <Rows rows={items(data.overdue.items, true)} />
              <h2 className="section-title">
                {t('board.dueSoon')} {f.moneyBoard(data.dueSoon.amountFen)}
              </h2>
              <Rows rows={items(data.dueSoon.items, false)} />
              <h2 className="section-title">
                {t('board.stuck')} {t('board.stuck.n', { n: data.stuck.count, sum: f.moneyBoard(data.stuck.amountFen) })}
              </h2>
              <Rows
                rows={data.stuck.items.slice(0, 6).map((one) => ({
                  key: one.id,
                  to: `/opportunities/${one.id}`,
                  title: one.accountName,
                  detail: [one.ownerName, words(one.words)].filter(Boolean).join(' · '),
                  extra: <Money fen={one.amountFen} as="board" />,
                }))}
              />
              <h2 className="section-title">{t('board.visits')}</h2>
              <p className="quiet">
                {t('board.visits.line', {
                  n: data.visits.visits,
                  valid: data.visits.valid,
                  invalid: data.visits.invalid,
                  attempted: data.visits.attempted,
                })}
              </p>
              <h2 className="section-title">{t('board.ranking')}</h2>
              <Rows
                rows={data.ranking.rows.map((one, i) => ({
                  key: one.memberId,
                  lead: String(i + 1),
                  title: one.name,
                  detail: one.department,
                  extra: (
                    <span style={{ textAlign: 'right' }}>
                      {one.attainment === null ? '—' : f.percent(one.attainment)}
                      <br />
                      <small>
                        <Money fen={one.receivedFen} as="board" />
                      </small>
                    </span>
                  ),
                }))}
              />
            </>
          )
        }}
      </Loaded>
    </FlowPage>
  )
}
