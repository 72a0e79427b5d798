// 许文静 has brought the list of a trade fair this morning and was called away: its columns are still to be named, nothing is written.
import { createHash } from 'node:crypto'
import type { Ctx } from '#core/context.ts'
import type { Story } from '#core/story.ts'
import { insertRun } from './import.store.ts'
import { readSheet } from './sheet.actions.ts'
import { guessMapping, type ImportField } from './sheet.rule.ts'

const FAIR = `公司名称,联系人,手机,城市,展台上说了什么
苏州清禾装饰工程有限公司,何清,19900004101,苏州,要看样板
杭州栖木家居有限公司,沈木,199-0000-4102,杭州,年底翻新三家店
（宁波）远帆建材有限公司,林帆,19900004103,宁波,问账期
南京青垣市政工程有限公司,,19900004104,南京,只留了名片
无锡恒川机电安装有限公司,顾川,1990000410,无锡,号码好像少一位
,汤小姐,19900004106,上海,没写公司
`
const guessed: ImportField[] = [
  { key: 'company', zh: '公司名称', en: 'Company' },
  { key: 'contactName', zh: '联系人', en: 'Contact' },
  { key: 'phone', zh: '手机', en: 'Phone' },
  { key: 'city', zh: '城市', en: 'City' },
]

export async function importsDemo(ctx: Ctx, story: Story): Promise<void> {
  const bytes = Buffer.from(FAIR)
  const sheet = await readSheet(bytes)
  if (!sheet.ok) throw new Error('the list of the fair is no table')
  const run = {
    id: story.id('IMPORT-FAIR'),
    kind: 'lead',
    fileName: '建材展登记表.csv',
    encoding: sheet.encoding,
    headings: sheet.headings,
    mapping: guessMapping(sheet.headings, guessed),
    sha256: createHash('sha256').update(bytes).digest(),
  }
  const by = { ...ctx.actor, memberId: story.id('U03'), name: '许文静' }
  await insertRun({ ...ctx, actor: by, now: new Date(story.at('2026-11-23 08:10')) }, run, sheet.rows)
}
