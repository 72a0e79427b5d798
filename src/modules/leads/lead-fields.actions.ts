// What the columns of a table of leads may be, and a row's cells as facts.
import type { Ctx } from '#core/context.ts'
import { guessMapping, type ImportField } from '#modules/imports/index.ts'
import { type CustomField, fieldsOf, readCell, referenced } from '#modules/organization/index.ts'
import type { RawFacts } from './arrival.actions.ts'

/** The order is that in which words within a heading are looked for; one column for one field. */
export const leadFields: readonly ImportField[] = [
  { key: 'externalId', zh: '外部编号', en: 'External id', words: /外部.*(编号|id)|external.?id|^id$|编号|序号/i, aliases: ['external_id'] },
  {
    key: 'company',
    zh: '公司名称',
    en: 'Company',
    words: /公司|企业|客户名|单位|店名|门店名|^名称$|company|account|business.?name/i,
    aliases: ['name'],
    required: true,
  },
  { key: 'contactTitle', zh: '职务', en: 'Title', words: /职务|职位|头衔|title|position/i },
  { key: 'legalPerson', zh: '法定代表人', en: 'Legal representative', words: /法人|法定代表|legal/i },
  { key: 'contactName', zh: '联系人', en: 'Contact', words: /联系人|姓名|负责人|contact|^name$/i, aliases: ['contact'] },
  { key: 'phone', zh: '电话', en: 'Phone', words: /电话|手机|联系方式|phone|mobile|^tel/i },
  { key: 'email', zh: '邮箱', en: 'E-mail', words: /邮箱|邮件|e-?mail/i },
  { key: 'usci', zh: '统一社会信用代码', en: 'Credit code', words: /信用代码|税号|usci|tax/i, aliases: ['tax_id'] },
  { key: 'lat', zh: '纬度', en: 'Latitude', words: /纬度|^lat/i },
  { key: 'lng', zh: '经度', en: 'Longitude', words: /经度|^(lng|lon)/i },
  { key: 'datum', zh: '坐标系', en: 'Datum', words: /坐标系|datum/i },
  { key: 'address', zh: '地址', en: 'Address', words: /地址|address/i },
  { key: 'province', zh: '省', en: 'Province', words: /省|province/i },
  { key: 'city', zh: '城市', en: 'City', words: /城市|^市$|city/i },
  { key: 'industry', zh: '行业', en: 'Industry', words: /行业|industry/i },
  { key: 'capital', zh: '注册资本', en: 'Capital', words: /注册资本|资本|capital/i },
  { key: 'staff', zh: '人员规模', en: 'Staff', words: /人员|人数|规模|staff|size|employees/i, aliases: ['size'] },
  { key: 'businessScope', zh: '经营范围', en: 'Business scope', words: /经营范围|scope/i },
  { key: 'productLine', zh: '产品线', en: 'Product line', words: /产品线|product.?line/i },
  { key: 'channel', zh: '来源', en: 'Source', words: /来源|渠道|source|channel/i, aliases: ['source'] },
  { key: 'need', zh: '需求', en: 'Need', words: /需求|备注|说明|need|note|remark/i, aliases: ['note'] },
]

/** The company's own fields a column may fill: files do not come in cells. */
export const importable = async (ctx: Ctx): Promise<CustomField[]> =>
  (await fieldsOf(ctx, 'lead')).filter((field) => !field.retired && field.type !== 'file')

const ownColumn = ({ key, zh, en }: CustomField): ImportField => ({ key: `custom.${key}`, zh, en, aliases: [key] })

export const columnsOfLeads = (own: readonly CustomField[]): readonly ImportField[] => [...leadFields, ...own.map(ownColumn)]

const numeric = (text: string | undefined): number | null =>
  text === undefined || text === '' || Number.isNaN(Number(text)) ? null : Number(text)

/** Cells by field as facts; texts stay texts, intake reads them. */
export function factsOfCells(cells: Readonly<Record<string, string>>, own: readonly CustomField[]): RawFacts {
  const { lat, lng, externalId: _id, channel: _channel, company = '', ...rest } = cells
  const custom = Object.fromEntries(
    own.flatMap((field): [string, unknown][] => {
      const cell = cells[`custom.${field.key}`]
      return cell === undefined ? [] : [[field.key, readCell(field, cell)]]
    }),
  )
  return { ...rest, company, lat: numeric(lat), lng: numeric(lng), custom }
}

/** A kept raw lead as facts: a form's own fields, or a row's cells by the columns they were read as. */
export function factsOfRaw(
  raw: Record<string, unknown>,
  own: readonly CustomField[],
  mapping: Record<string, string> | null = null,
): RawFacts {
  if (!mapping && typeof raw.company === 'string') return raw as unknown as RawFacts
  const columns = mapping ?? guessMapping(Object.keys(raw), columnsOfLeads(own))
  return factsOfCells(Object.fromEntries(Object.entries(columns).map(([field, heading]) => [field, String(raw[heading] ?? '')])), own)
}

/** A cell names a member, an account, a lead or an opportunity in words; one whole match is meant. */
export async function named(ctx: Ctx, own: readonly CustomField[], facts: RawFacts): Promise<RawFacts> {
  const custom = { ...facts.custom }
  for (const field of own) {
    const cell = custom[field.key]
    if (!field.reference || typeof cell !== 'string') continue
    const exact = (await referenced(ctx, field.reference, { q: cell })).filter((one) => one.name === cell)
    if (exact.length === 1) custom[field.key] = exact[0]?.id
  }
  return { ...facts, custom }
}
