import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { App, Button, Input, Select } from 'antd'
import { Plus, X } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { z } from 'zod'
import { price, pricingDefaults } from '#modules/quotations/pricing.rule.ts'
import type { PriceEntry as EntryShape } from '#modules/quotations/quotation.contract.ts'
import { api, query } from '#shared/api.ts'
import { useFormats, useLanguage, useT } from '#shared/i18n.ts'
import { problemSentence } from '#shared/problem.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { PriceFall } from '../approvals/PriceFall.tsx'
import { Facts, Part } from '../shell/Inspector.tsx'
import { Card, RecordPage } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { useWords } from '../shell/useWords.ts'
import { QuotationChips, type QuotationDetail, QuotationFacts } from './QuotationPage.tsx'

type Entry = z.output<typeof EntryShape>
type Line = { key: number; productId: string; quantity: string; unitPrice: string; percentOff: string }
const NUMBER = /^\d{1,12}(\.\d{1,4})?$/

let keys = 0
const emptyLine = (): Line => ({ key: ++keys, productId: '', quantity: '1', unitPrice: '', percentOff: '' })

/** A draft: amounts by the pricing rule while one types, who must approve by the server a moment later. */
export function QuotationEditor({ data }: { data: QuotationDetail }) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const shown = useLanguage()
  const { message } = App.useApp()
  const [bookId, setBook] = useState(data.bookId)
  const [termsCode, setTerms] = useState(data.termsCode)
  const [header, setHeader] = useState(data.header?.percentOff ?? '')
  const [note, setNote] = useState(data.note ?? '')
  const [touched, touch] = useState(false)
  const [lines, setLines] = useState<Line[]>(() => (data.lines.length > 0 ? data.lines.map(typedLine) : [emptyLine()]))
  const books = useQuery(query.quotations.priceBooks.queryOptions()).data?.items ?? []
  const entries = useQuery(query.quotations.priceEntries.queryOptions({ input: { id: bookId } })).data
  const terms = useQuery(query.accounts.terms.queryOptions()).data?.items ?? []
  const good = lines.filter((line) => line.productId && NUMBER.test(line.quantity) && Number(line.quantity) > 0)
  const draft = {
    bookId,
    termsCode,
    note: note || null,
    header: NUMBER.test(header) && Number(header) > 0 ? { percentOff: header } : null,
    lines: good.map((line) => ({
      productId: line.productId,
      quantity: line.quantity,
      unitPrice: NUMBER.test(line.unitPrice) ? line.unitPrice : null,
      percentOff: !NUMBER.test(line.unitPrice) && NUMBER.test(line.percentOff) ? line.percentOff : null,
    })),
  }
  const written = JSON.stringify(draft)
  const local = useMemo(() => priceHere(JSON.parse(written), entries), [written, entries])
  const asked = useDelayed(written, 350)
  const preview = useQuery({
    queryKey: ['quotations', 'price', data.opportunityId, asked],
    queryFn: () => api.quotations.price({ ...(JSON.parse(asked) as typeof draft), opportunityId: data.opportunityId }),
    placeholderData: keepPreviousData,
    enabled: draft.lines.length > 0,
  })
  const priced = draft.lines.length > 0 ? preview.data : undefined
  const save = useAct(
    () => api.quotations.edit({ ...draft, id: data.id, version: data.version }),
    () => void message.success(t('quo.saved')),
  )
  const submit = useAct(async () => {
    if (touched) await api.quotations.edit({ ...draft, id: data.id, version: data.version })
    return api.quotations.submit({ id: data.id })
  })
  const change = (key: number, part: Partial<Line>) => {
    touch(true)
    setLines(lines.map((line) => (line.key === key ? { ...line, ...part } : line)))
  }
  const netFen = local?.netFen ?? priced?.totals.netFen ?? data.netFen
  return (
    <RecordPage
      title={data.number}
      chips={<QuotationChips data={data} />}
      facts={<QuotationFacts data={data} />}
      amount={<Money fen={netFen} />}
      aside={
        <>
          <Part title={t('quo.route')}>
            {priced ? (
              <>
                <Chip tone={priced.route.level === 'nobody' ? 'ok' : priced.route.level === 'special' ? 'bad' : 'warn'}>
                  {t(`quo.level.${priced.route.level}`)}
                </Chip>
                <p>{priced.route.approvers.map((one) => t(`quo.approver.${one}`)).join(' → ')}</p>
                {priced.why.map((one) => (
                  <p className="quiet" key={words(one)}>
                    {words(one)}
                  </p>
                ))}
              </>
            ) : (
              <p className="quiet">{t('quo.line.none')}</p>
            )}
          </Part>
          {priced ? (
            <Part title={t('quo.sum.net')}>
              <Facts
                rows={[
                  [t('quo.sum.list'), f.money(priced.totals.listFen)],
                  [t('quo.sum.net'), <b key="n">{f.money(netFen)}</b>],
                  [t('quo.sum.tax'), f.money(local?.taxFen ?? priced.totals.taxFen)],
                  ...(typeof priced.totals.marginFen !== 'number'
                    ? []
                    : [
                        [
                          t('quo.sum.margin'),
                          `${f.money(priced.totals.marginFen)} · ${f.percent((priced.totals.marginPercent ?? 0) / 100)}`,
                        ] as [string, string],
                      ]),
                  ...(typeof priced.totals.effectiveMarginFen !== 'number'
                    ? []
                    : [
                        [
                          t('quo.sum.effective'),
                          `${f.money(priced.totals.effectiveMarginFen)} · ${f.percent((priced.totals.effectiveMarginPercent ?? 0) / 100)}`,
                        ] as [string, string],
                      ]),
                ]}
              />
            </Part>
          ) : null}
          <Part title={t('quo.note')}>
            <Input.TextArea
              rows={3}
              value={note}
              aria-label={t('quo.note')}
              onChange={(event) => {
                touch(true)
                setNote(event.target.value)
              }}
            />
          </Part>
        </>
      }
      decision={
        <>
          {save.refusal ?? submit.refusal}
          {preview.isError ? <Refusal>{problemSentence(preview.error)}</Refusal> : null}
          <div>
            <Button loading={save.busy} disabled={!touched} onClick={() => save.run(undefined)}>
              {t('quo.save')}
            </Button>
            <Button
              type="primary"
              className="grow"
              loading={submit.busy}
              disabled={draft.lines.length === 0}
              onClick={() => submit.run(undefined)}
            >
              {t(priced?.route.level === 'nobody' ? 'quo.submit.free' : 'quo.submit')}
            </Button>
          </div>
          <p>{draft.lines.length === 0 ? t('quo.line.none') : touched ? t('quo.unsaved') : t('quo.live')}</p>
        </>
      }
    >
      <Card>
        <div className="editor-head">
          <div className="field">
            <span>{t('quo.book')}</span>
            <Select
              aria-label={t('quo.book')}
              value={bookId}
              onChange={(value) => {
                touch(true)
                setBook(value)
              }}
              options={books.map((one) => ({ value: one.id, label: shown === 'zh' ? one.name : one.nameEn }))}
            />
          </div>
          <div className="field">
            <span>{t('quo.terms')}</span>
            <Select
              aria-label={t('quo.terms')}
              value={termsCode}
              onChange={(value) => {
                touch(true)
                setTerms(value)
              }}
              options={terms.map((one) => ({ value: one.code, label: one[shown] }))}
            />
          </div>
          <div className="field">
            <span>{t('quo.header')}</span>
            <Input
              aria-label={t('quo.header')}
              value={header}
              suffix="%"
              style={{ width: 90 }}
              onChange={(event) => {
                touch(true)
                setHeader(event.target.value)
              }}
            />
          </div>
        </div>
      </Card>
      <Card flush>
        <table className="lines editor">
          <thead>
            <tr>
              <th>{t('quo.line.product')}</th>
              <th>{t('quo.line.quantity')}</th>
              <th>{t('quo.line.list')}</th>
              <th>{t('quo.line.price')}</th>
              <th>{t('quo.line.percent')}</th>
              <th>{t('quo.line.floor')}</th>
              <th>{t('quo.line.net')}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {lines.map((line, i) => {
              const at = good.indexOf(line)
              const here = at >= 0 ? local?.lines[at] : undefined
              const told = at >= 0 ? priced?.lines[at] : undefined
              const entry = entries?.items.find((one) => one.productId === line.productId)
              return (
                <tr key={line.key} data-tone={told?.belowFloor ? 'bad' : told && told.level !== 'nobody' ? 'warn' : undefined}>
                  <td>
                    <Select
                      value={line.productId || undefined}
                      placeholder={t('quo.line.pick')}
                      aria-label={t('quo.line.productOf', { no: i + 1 })}
                      showSearch={{ optionFilterProp: 'label' }}
                      style={{ width: '100%' }}
                      onChange={(value) => change(line.key, { productId: value })}
                      options={(entries?.items ?? []).map((one) => ({ value: one.productId, label: `${one.code} ${one.name}` }))}
                    />
                  </td>
                  <td>
                    <Input
                      value={line.quantity}
                      suffix={entry?.unit}
                      aria-label={t('quo.line.quantityOf', { no: i + 1 })}
                      status={NUMBER.test(line.quantity) ? undefined : 'error'}
                      onChange={(event) => change(line.key, { quantity: event.target.value })}
                    />
                  </td>
                  <td>{entry?.listPrice ?? '—'}</td>
                  <td>
                    <Input
                      value={line.unitPrice}
                      placeholder={here?.unitPrice ?? entry?.bookPrice}
                      aria-label={t('quo.line.priceOf', { no: i + 1 })}
                      status={line.unitPrice === '' || NUMBER.test(line.unitPrice) ? undefined : 'error'}
                      onChange={(event) => change(line.key, { unitPrice: event.target.value, percentOff: '' })}
                    />
                  </td>
                  <td>{told ? f.percent(told.percent > 1.5 ? told.percent / 100 : told.percent) : '—'}</td>
                  <td data-tone={told?.belowFloor ? 'bad' : undefined}>{told ? f.money(told.floorGapFen) : '—'}</td>
                  <td>{here ? f.money(here.netFen) : '—'}</td>
                  <td>
                    <button
                      type="button"
                      className="fl-icon"
                      aria-label={t('quo.line.remove', { no: i + 1 })}
                      onClick={() => {
                        touch(true)
                        setLines(lines.filter((one) => one !== line))
                      }}
                    >
                      <X size={15} />
                    </button>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
        <div className="lines-foot">
          <Button type="dashed" icon={<Plus size={15} />} onClick={() => setLines([...lines, emptyLine()])}>
            {t('quo.line.add')}
          </Button>
        </div>
      </Card>
      {priced?.lines
        .filter((line) => line.belowFloor)
        .map((line) => (
          <Refusal key={line.no}>{t('quo.below', { no: line.no, gap: f.money(Math.abs(line.floorGapFen)) })}</Refusal>
        ))}
      {priced?.waterfall ? (
        <Card title={t('quo.sum.net')}>
          <PriceFall data={priced.waterfall} />
        </Card>
      ) : null}
    </RecordPage>
  )
}

function typedLine(line: QuotationDetail['lines'][number]): Line {
  return {
    key: ++keys,
    productId: line.productId,
    quantity: plain(line.quantity),
    unitPrice: line.typedPrice ?? '',
    percentOff: line.percentOff ?? '',
  }
}

/** `100.0000` as `100`: what a person would have typed. */
function plain(decimals: string): string {
  return decimals.includes('.') ? decimals.replace(/0+$/, '').replace(/\.$/, '') : decimals
}

type Draft = {
  header: { percentOff: string } | null
  lines: { productId: string; quantity: string; unitPrice: string | null; percentOff: string | null }[]
}

/** The pricing rule in the browser; null while something is not a number yet. */
function priceHere(draft: Draft, known: { book: { factor: string }; items: Entry[] } | undefined) {
  if (!known || draft.lines.length === 0) return null
  const lines = draft.lines.flatMap((line, i) => {
    const entry = known.items.find((one) => one.productId === line.productId)
    if (!entry) return []
    const discount = line.unitPrice ? { unitPrice: line.unitPrice } : line.percentOff ? { percentOff: line.percentOff } : undefined
    return [{ ...entry, id: String(i), quantity: line.quantity, ...(discount ? { discount } : {}) }]
  })
  if (lines.length !== draft.lines.length) return null
  try {
    return price(
      { bookFactor: known.book.factor, lines, termDays: 0, ...(draft.header ? { headerDiscount: draft.header } : {}) },
      pricingDefaults,
    )
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function useDelayed(value: string, ms: number): string {
  const [late, setLate] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return late
}
