import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { z } from 'zod'
import type { PriceEntry as EntryShape, PricePreview as PreviewShape } from '#modules/quotations/quotation.contract.ts'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { isProblem } from '#shared/problem.ts'
import { Money } from '#shared/ui/Money.tsx'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { Rows } from '../shell/Rows.tsx'
import { Sheet } from '../shell/Sheet.tsx'
import { told } from '../shell/useAct.tsx'
import { usePick, useWords } from '../shell/useWords.ts'

type Entry = z.output<typeof EntryShape>
export type Preview = z.output<typeof PreviewShape>
export type DraftLine = { productId: string; quantity: string; unitPrice: string }
export type Draft = { bookId: string; termsCode: string; percentOff: string; lines: DraftLine[] }

const isDecimal = (text: string): boolean => /^\d{1,12}(\.\d{1,4})?$/.test(text.trim())

/** What the server prices and keeps: lines that are whole, numbers as text. */
export function sentOf(draft: Draft) {
  return {
    bookId: draft.bookId,
    termsCode: draft.termsCode || null,
    header: isDecimal(draft.percentOff) && Number(draft.percentOff) > 0 ? { percentOff: draft.percentOff.trim() } : null,
    lines: draft.lines
      .filter((line) => isDecimal(line.quantity) && Number(line.quantity) > 0)
      .map((line) => ({
        productId: line.productId,
        quantity: line.quantity.trim(),
        unitPrice: isDecimal(line.unitPrice) ? line.unitPrice.trim() : null,
      })),
  }
}

/** The price of a draft as the server works it out, a moment after the last key. */
export function useLivePrice(opportunityId: string, draft: Draft) {
  const sent = JSON.stringify(sentOf(draft))
  const [settled, settle] = useState(sent)
  useEffect(() => {
    const timer = setTimeout(() => settle(sent), 350)
    return () => clearTimeout(timer)
  }, [sent])
  const input = JSON.parse(settled) as ReturnType<typeof sentOf>
  const price = useQuery({
    queryKey: ['live-price', opportunityId, settled],
    queryFn: () => api.quotations.price({ opportunityId, ...input }),
    enabled: input.lines.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  })
  return {
    preview: input.lines.length > 0 ? (price.data ?? null) : null,
    error: price.error,
    settled: settled === sent && !price.isFetching,
  }
}

type Props = { draft: Draft; change: (next: Draft) => void; preview: Preview | null; error: unknown }

/** Lines with quantity and unit price; every figure beside them is the server's. */
export function QuotationEditor({ draft, change, preview, error }: Props) {
  const t = useT()
  const [adding, add] = useState(false)
  const books = useQuery(query.quotations.priceBooks.queryOptions())
  const terms = useQuery(query.accounts.terms.queryOptions())
  const entries = useQuery(query.quotations.priceEntries.queryOptions({ input: { id: draft.bookId } }))
  const items = entries.data?.items ?? []
  const set = (at: number, next: Partial<DraftLine>) =>
    change({ ...draft, lines: draft.lines.map((line, i) => (i === at ? { ...line, ...next } : line)) })
  const f = useFormats()
  const pick = usePick()
  return (
    <>
      <section className="phone-card phone-form">
        <div className="phone-field">
          <label htmlFor="book">{t('quo.book')}</label>
          <select id="book" value={draft.bookId} onChange={(event) => change({ ...draft, bookId: event.target.value })}>
            {(books.data?.items ?? []).map((book) => (
              <option key={book.id} value={book.id}>
                {book.name}
              </option>
            ))}
          </select>
        </div>
        <div className="phone-field">
          <label htmlFor="terms">{t('quo.terms')}</label>
          <select id="terms" value={draft.termsCode} onChange={(event) => change({ ...draft, termsCode: event.target.value })}>
            <option value="">{t('quo.terms.account')}</option>
            {(terms.data?.items ?? []).map((one) => (
              <option key={one.code} value={one.code}>
                {pick(one)}
              </option>
            ))}
          </select>
        </div>
      </section>
      {draft.lines.map((line, i) => (
        <LineCard
          key={line.productId}
          no={i + 1}
          line={line}
          entry={items.find((one) => one.productId === line.productId)}
          priced={preview?.lines.find((one) => one.productId === line.productId)}
          set={(next) => set(i, next)}
          remove={() => change({ ...draft, lines: draft.lines.filter((_, at) => at !== i) })}
        />
      ))}
      {draft.lines.length === 0 ? <p className="quiet">{t('quo.empty.body')}</p> : null}
      <button type="button" className="big-button" data-look="plain" onClick={() => add(true)}>
        <Plus size={20} strokeWidth={1.75} aria-hidden="true" />
        {t('quo.add')}
      </button>
      {draft.lines.length > 0 ? (
        <section className="phone-card phone-form">
          <div className="phone-field">
            <label htmlFor="off">{t('quo.headerOff')}</label>
            <input
              id="off"
              inputMode="decimal"
              value={draft.percentOff}
              onChange={(event) => change({ ...draft, percentOff: event.target.value })}
            />
          </div>
        </section>
      ) : null}
      {error && isProblem(error) ? <Refusal tone="bad">{told(error)}</Refusal> : null}
      {preview ? <PriceCard preview={preview} /> : null}
      {adding ? (
        <Sheet title={t('quo.add')} onClose={() => add(false)}>
          <Rows
            rows={items
              .filter((one) => !draft.lines.some((line) => line.productId === one.productId))
              .map((one) => ({
                key: one.productId,
                title: `${one.code} ${one.name}`,
                detail: t('quo.line.book', {
                  book: f.money(Math.round(Number(one.bookPrice) * 100)),
                  floor: f.money(Math.round(Number(one.floorPrice) * 100)),
                }),
                onPress: () => {
                  change({
                    ...draft,
                    lines: [...draft.lines, { productId: one.productId, quantity: '', unitPrice: Number(one.bookPrice).toFixed(2) }],
                  })
                  add(false)
                },
              }))}
          />
        </Sheet>
      ) : null}
    </>
  )
}

type LineProps = {
  no: number
  line: DraftLine
  entry?: Entry
  priced?: Preview['lines'][number]
  set: (next: Partial<DraftLine>) => void
  remove: () => void
}

function LineCard({ no, line, entry, priced, set, remove }: LineProps) {
  const t = useT()
  const f = useFormats()
  const name = entry?.name ?? priced?.name ?? ''
  return (
    <section className="phone-card" data-tone={priced?.belowFloor ? 'bad' : undefined}>
      <div className="card-head">
        <h2>
          {no}. {name}
        </h2>
        <button type="button" className="icon-button" aria-label={t('quo.remove', { name })} onClick={remove}>
          <Trash2 size={20} strokeWidth={1.75} />
        </button>
      </div>
      <div className="pair">
        <div className="phone-field">
          <label htmlFor={`q-${line.productId}`}>{t('quo.quantity', { unit: entry?.unit ?? priced?.unit ?? '' })}</label>
          <input
            id={`q-${line.productId}`}
            inputMode="decimal"
            value={line.quantity}
            onChange={(event) => set({ quantity: event.target.value })}
          />
        </div>
        <div className="phone-field">
          <label htmlFor={`p-${line.productId}`}>{t('quo.unitPrice')}</label>
          <input
            id={`p-${line.productId}`}
            inputMode="decimal"
            value={line.unitPrice}
            onChange={(event) => set({ unitPrice: event.target.value })}
          />
        </div>
      </div>
      {priced ? (
        <div className="card-foot">
          <div style={{ color: priced.belowFloor ? 'var(--bad)' : undefined }} role={priced.belowFloor ? 'status' : undefined}>
            {priced.belowFloor
              ? t('quo.line.below', { no, gap: f.money(-priced.floorGapFen) })
              : t('quo.line.percent', { percent: priced.percent, gap: f.money(priced.floorGapFen) })}
          </div>
          <b>
            <Money fen={priced.netFen} />
          </b>
        </div>
      ) : null}
    </section>
  )
}

/** Sum, distance to the list, and who must agree and why. */
export function PriceCard({ preview }: { preview: Pick<Preview, 'totals' | 'route' | 'why'> }) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const { totals, route, why } = preview
  const who = route.approvers.map((one) => t(`quo.role.${one}`)).join(' + ')
  return (
    <section className="phone-card">
      <p className="quiet">{t('quo.total')}</p>
      <div className="figure">
        <Money fen={totals.netFen} />
      </div>
      <p>
        {t('quo.list')} {f.moneyShort(totals.listFen)}
        {totals.listFen > 0 ? ` · ${f.percent(totals.netFen / totals.listFen)}` : ''}
        {totals.marginPercent === null || totals.marginPercent === undefined
          ? ''
          : ` · ${t('quo.margin', { percent: `${totals.marginPercent.toFixed(1)}%` })}`}
      </p>
      <p
        style={{
          color: route.level === 'special' ? 'var(--bad)' : route.level === 'nobody' ? 'var(--ok)' : 'var(--warn)',
          fontWeight: 600,
        }}
      >
        {route.level === 'nobody' ? t('quo.route.nobody') : t('quo.route.to', { who })}
      </p>
      {why.map((one) => (
        <p key={`${one.key}${JSON.stringify(one.params)}`}>{words(one)}</p>
      ))}
    </section>
  )
}
