// The quotation as a PDF: what goes to the customer. Lines, totals, the amount in capitals, terms and validity; no floor, no cost.
import toMoney from 'nzh/cn'
import type { Ctx } from '#core/context.ts'
import { yuan } from '#core/money.ts'
import { type PdfDefinition, renderPdf } from '#core/pdf.ts'
import { notFound } from '#core/refuse.ts'
import { termCatalogue } from '#modules/accounts/index.ts'
import { shownLines, totalsOf } from './quotation.rule.ts'
import { linesOf, type QuotationFull, viewIssuer, viewOne } from './quotation.store.ts'

const grey = '#646C7E'

/** A file named after the quotation. Refuses 404 out of reach. */
export async function pdf(ctx: Ctx, input: { id: string }): Promise<File> {
  const row = await viewOne(ctx, input.id)
  if (!row) throw notFound('quotation')
  const lines = shownLines(await linesOf(ctx, row.id), row.priced, false)
  const issuer = await viewIssuer(ctx, row.ownerId)
  const bytes = await renderPdf(pageOf(row, lines, issuer), ctx.now)
  return new File([Uint8Array.from(bytes)], `${row.number}-V${row.revision}.pdf`, { type: 'application/pdf' })
}

/** The page as it comes back from the customer's desk with our seal on it; for stories and trials. */
export async function stampedCopy(ctx: Ctx, id: string): Promise<File> {
  const row = await viewOne(ctx, id)
  if (!row) throw notFound('quotation')
  const lines = shownLines(await linesOf(ctx, row.id), row.priced, false)
  const issuer = await viewIssuer(ctx, row.ownerId)
  const page = pageOf(row, lines, issuer)
  const bytes = await renderPdf({ ...page, content: [...page.content, sealOf(issuer.company)] }, ctx.now)
  return new File([Uint8Array.from(bytes)], `${row.number}-盖章件.pdf`, { type: 'application/pdf' })
}

const red = '#C02B2B'
/** A round red seal with the company's name. */
const sealOf = (company: string) => ({
  relativePosition: { x: 40, y: -42 },
  stack: [
    { canvas: [{ type: 'ellipse', x: 44, y: 36, r1: 44, r2: 44, lineWidth: 2, lineColor: red }] },
    { text: company, color: red, fontSize: 8, relativePosition: { x: 44 - Math.min(10, company.length) * 4, y: -54 }, width: 76 },
    { text: '合同专用章', color: red, fontSize: 8, relativePosition: { x: 24, y: -34 } },
  ],
})

/** 贰拾叁万玖仟陆佰柒拾元整 */
export const capitals = (fen: number): string =>
  `${toMoney.toMoney((fen / 100).toFixed(2), { outSymbol: false })}${fen % 100 === 0 ? '整' : ''}`

/** Two decimals as on any bill; four only where they say something. */
const unitPrice = (text: string): string => (text.endsWith('00') ? text.slice(0, -2) : text)

function pageOf(
  row: QuotationFull,
  lines: ReturnType<typeof shownLines>,
  issuer: { company: string; phone: string | null },
): PdfDefinition {
  const totals = totalsOf(row.priced, row.termDays, false)
  const term = termCatalogue.find((one) => one.code === row.termsCode)
  const head = (text: string, alignment = 'left') => ({ text, alignment, color: grey, fontSize: 9 })
  const right = (text: string) => ({ text, alignment: 'right' })
  return {
    info: { title: `${row.number} ${row.accountName}`, author: issuer.company, subject: '报价单 Quotation' },
    content: [
      { text: issuer.company, fontSize: 11, color: grey },
      { text: '报 价 单', fontSize: 20, bold: true, margin: [0, 4, 0, 10] },
      {
        columns: [
          [
            { text: row.accountName, fontSize: 13, bold: true },
            { text: row.opportunityName, color: grey, margin: [0, 2, 0, 0] },
          ],
          {
            width: 200,
            alignment: 'right',
            stack: [`编号 ${row.number}  第 ${row.revision} 版`, `日期 ${row.madeOn}`, { text: `有效至 ${row.validUntil}`, bold: true }],
          },
        ],
        margin: [0, 0, 0, 14],
      },
      {
        layout: 'lightHorizontalLines',
        table: {
          headerRows: 1,
          widths: [18, '*', 50, 34, 66, 76],
          body: [
            [head('#'), head('产品'), head('数量', 'right'), head('单位'), head('含税单价', 'right'), head('金额', 'right')],
            ...lines.map((line) => [
              String(line.no),
              { text: [{ text: `${line.name}\n` }, { text: `${line.code} · 税率 ${line.taxRate}%`, fontSize: 8, color: grey }] },
              right(line.quantity),
              line.unit,
              right(unitPrice(line.unitPrice)),
              right(yuan(line.netFen)),
            ]),
          ],
        },
      },
      {
        margin: [0, 10, 0, 0],
        columns: [
          { text: [{ text: '大写 ', color: grey }, capitals(totals.netFen)], margin: [0, 4, 0, 0] },
          {
            width: 190,
            alignment: 'right',
            stack: [
              { text: yuan(totals.netFen), fontSize: 16, bold: true },
              { text: `含税，其中税额 ${yuan(totals.taxFen)}`, fontSize: 8, color: grey },
            ],
          },
        ],
      },
      {
        margin: [0, 18, 0, 0],
        stack: [
          { text: [{ text: '付款方式  ', color: grey }, term ? term.zh : row.termsCode] },
          { text: [{ text: '有效期  ', color: grey }, `${row.madeOn} 至 ${row.validUntil}`], margin: [0, 3, 0, 0] },
          { text: [{ text: '联系人  ', color: grey }, [row.ownerName, issuer.phone].filter(Boolean).join('  ')], margin: [0, 3, 0, 0] },
          ...(row.note ? [{ text: [{ text: '备注  ', color: grey }, row.note], margin: [0, 3, 0, 0] }] : []),
        ],
      },
      {
        margin: [0, 34, 0, 0],
        columns: [
          { text: '报价方（盖章）', color: grey },
          { text: '客户确认（签字 / 盖章）', color: grey, alignment: 'right' },
        ],
      },
    ],
    footer: (page, pages) => ({
      text: `${row.number} V${row.revision}    ${page} / ${pages}`,
      alignment: 'center',
      fontSize: 8,
      color: grey,
      margin: [0, 20, 0, 0],
    }),
  }
}
