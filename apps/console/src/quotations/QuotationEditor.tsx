import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { App, Button, Input, Select } from 'antd'
import { useMemo, useState } from 'react'
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
import { emptyLine, type Line, NUMBER, priceHere, typedLine, useDelayed } from './draftPrice.ts'
import { QuotationChips, type QuotationDetail, QuotationFacts } from './QuotationHead.tsx'
import { QuotationLines } from './QuotationLines.tsx'
import { ReturnedNote } from './ReturnedNote.tsx'

/** A draft: amounts by the pricing rule while one types, who must approve by the server a moment later. */
export function QuotationEditor({ data }: { data: QuotationDetail }) {
  const t = useT()
  const f = useFormats()
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
  const netFen = local?.netFen ?? priced?.totals.netFen ?? data.netFen
  return (
    <RecordPage
      title={data.number}
      chips={<QuotationChips data={data} />}
      facts={<QuotationFacts data={data} />}
      amount={<Money fen={netFen} />}
      aside={
        <>
          <Priced priced={priced} local={local} netFen={netFen} />
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
      <ReturnedNote approvalId={data.approvalId} />
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
      <QuotationLines
        lines={lines}
        entries={entries?.items ?? []}
        known={(line) => {
          const at = good.indexOf(line)
          return at < 0 ? {} : { here: local?.lines[at], told: priced?.lines[at] }
        }}
        onChange={(next) => {
          touch(true)
          setLines(next)
        }}
      />
      {priced?.lines
        .filter((line) => line.belowFloor)
        .map((line) => (
          <Refusal key={line.no}>{t('quo.below', { no: line.no, gap: f.money(Math.abs(line.floorGapFen)) })}</Refusal>
        ))}
      {priced?.waterfall ? (
        <Card title={t('quo.fall')}>
          <PriceFall data={priced.waterfall} />
        </Card>
      ) : null}
    </RecordPage>
  )
}

type PricedProps = {
  priced: Awaited<ReturnType<typeof api.quotations.price>> | undefined
  local: ReturnType<typeof priceHere>
  netFen: number
}

/** Who must approve and why, and the sums. */
function Priced({ priced, local, netFen }: PricedProps) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  return (
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
    </>
  )
}
