// document.rule.ts: the contract as pages, as data. Drawn by core/pdf.ts; the same facts give the same pages.
import { yuan } from '#core/money.ts'

export type DocumentLine = {
  code: string
  name: string
  unit: string
  quantity: string
  unitPrice: string
  ratePercent: number
  amountFen: number
}
export type DocumentSignature = {
  party: 'seller' | 'buyer'
  signerName: string
  signerTitle: string | null
  /** Written out in the tenant's zone, to the second. */
  signedAt: string
  heldByName: string
  codeWay: 'screen' | 'sms'
  imageSha256: string
  /** PNG as data URL. */
  image: string
}
export type DocumentFacts = {
  title: string
  number: string
  status: 'draft' | 'to_sign' | 'signed'
  seller: string
  buyer: string
  amountFen: number
  amountWords: string
  clauses: readonly { title: string; text: string }[]
  lines: readonly DocumentLine[]
  plan: readonly { no: number; eventZh: string; amountFen: number; dueOn: string | null }[]
  signatures: readonly DocumentSignature[]
  /** SHA-256 of the document both parties saw when they signed. */
  documentSha256: string | null
}

/** Title, parties, clauses, lines, instalments, the places to sign; a signed one ends with its audit page. */
export function contractPages(facts: DocumentFacts): unknown[] {
  return [
    ...(facts.status === 'draft' ? [{ text: '草稿，未经审批，不具效力', color: '#B3262A', alignment: 'right', fontSize: 9 }] : []),
    { text: facts.title, style: 'title' },
    { text: `合同编号 ${facts.number}`, alignment: 'center', color: '#474F60', margin: [0, 0, 0, 14] },
    { text: [{ text: '甲方（买方）：', bold: true }, facts.buyer] },
    { text: [{ text: '乙方（卖方）：', bold: true }, facts.seller], margin: [0, 0, 0, 10] },
    ...facts.clauses.map((clause, index) => ({
      margin: [0, 4, 0, 4],
      stack: [
        { text: `第${index + 1}条　${clause.title}`, bold: true },
        { text: clause.text, margin: [0, 2, 0, 0] },
      ],
    })),
    { text: '附表一　产品与服务', style: 'section' },
    linesTable(facts),
    { text: '附表二　付款计划', style: 'section' },
    planTable(facts),
    { unbreakable: true, stack: [{ text: '签署', style: 'section' }, signPlaces(facts)] },
    ...(facts.status === 'signed' ? auditPage(facts) : []),
  ]
}

export const contractStyles = {
  title: { fontSize: 18, bold: true, alignment: 'center', margin: [0, 6, 0, 4] },
  section: { fontSize: 11, bold: true, margin: [0, 12, 0, 4] },
}

const right = (text: string) => ({ text, alignment: 'right' })
const head = (...texts: string[]) => texts.map((text) => ({ text, bold: true, fillColor: '#F5F6F8', fontSize: 9 }))
const grid = { hLineColor: () => '#C9CED8', vLineColor: () => '#C9CED8', hLineWidth: () => 0.5, vLineWidth: () => 0.5 }

function linesTable(facts: DocumentFacts): unknown {
  const rows = facts.lines.map((line, index) => [
    String(index + 1),
    line.code,
    line.name,
    right(`${line.quantity} ${line.unit}`),
    right(line.unitPrice),
    right(`${line.ratePercent}%`),
    right(yuan(line.amountFen)),
  ])
  const total = [
    { text: `合计（大写）${facts.amountWords}`, colSpan: 6, bold: true },
    '',
    '',
    '',
    '',
    '',
    { ...right(yuan(facts.amountFen)), bold: true },
  ]
  const body = [head('序', '编号', '名称', '数量', '含税单价', '税率', '含税金额'), ...rows, total]
  return { fontSize: 9, layout: grid, table: { headerRows: 1, widths: [18, 40, '*', 70, 60, 36, 84], body } }
}

function planTable(facts: DocumentFacts): unknown {
  const rows = facts.plan.map((item) => [String(item.no), item.eventZh, right(yuan(item.amountFen)), item.dueOn ?? '自该事件发生起算'])
  return {
    fontSize: 9,
    layout: grid,
    table: { headerRows: 1, widths: [30, '*', 110, 130], body: [head('期', '条件', '金额', '到期日'), ...rows] },
  }
}

function signPlaces(facts: DocumentFacts): unknown {
  const place = (party: 'buyer' | 'seller', title: string, company: string) => {
    const signature = facts.signatures.find((one) => one.party === party)
    const signed = signature
      ? [
          { image: signature.image, fit: [150, 60] },
          { text: `${signature.signerName}${signature.signerTitle ? `　${signature.signerTitle}` : ''}` },
          { text: signature.signedAt, fontSize: 9, color: '#474F60' },
        ]
      : [
          { text: ' ', margin: [0, 24, 0, 24] },
          { text: '签名：', color: '#8B93A3' },
        ]
    return { stack: [{ text: title, bold: true }, company, ...signed], margin: [0, 0, 10, 0] }
  }
  return { columns: [place('buyer', '甲方（买方）', facts.buyer), place('seller', '乙方（卖方）', facts.seller)] }
}

const partyZh = { seller: '乙方（卖方）', buyer: '甲方（买方）' } as const
const wayZh = { screen: '一次性验证码，在持有人的屏幕上展示并当面告知', sms: '一次性验证码，短信送达' } as const

function auditPage(facts: DocumentFacts): unknown[] {
  const rows = facts.signatures.flatMap((one) => [
    ['签署方', `${partyZh[one.party]}　${one.signerName}${one.signerTitle ? `，${one.signerTitle}` : ''}`],
    ['签署时间', one.signedAt],
    ['核验方式', wayZh[one.codeWay]],
    ['持有屏幕', one.heldByName],
    ['签名图像 SHA-256', one.imageSha256],
  ])
  return [
    { text: '签署记录', style: 'title', pageBreak: 'before' },
    {
      text: '双方在屏幕上手写签名，视为双方约定的电子签名。本文件随后由本系统安装时自建的证书作 CMS 签名，用于发现签署后的改动；该证书不是持牌电子认证机构颁发的证书。',
      margin: [0, 0, 0, 8],
    },
    {
      fontSize: 9,
      layout: grid,
      table: {
        widths: [110, '*'],
        body: [['合同编号', facts.number], ['双方所见文本 SHA-256', facts.documentSha256 ?? '—'], ...rows].map(([key, value]) => [
          { text: key, bold: true, fillColor: '#F5F6F8' },
          value,
        ]),
      },
    },
  ]
}
