import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { Converter } from 'opencc-js/cn2t'
import { simplified } from '#core/hanzi.ts'
import { companyName } from './company-name.rule.ts'

const spelt = (name: string) => {
  const { core, identity, region, branch } = companyName(name)
  return { core, identity, region, branch }
}

test('spellings of one company have one core', () => {
  const same: [string, string][] = [
    ['苏州恒筑建材经营部', '恒筑建材经营部（苏州）'],
    ['福建创美文化传播有限公司', '福建创美文化传播有限责任公司'],
    ['广州市天迹网络有限责任公司', ' 广州 天迹网络有限公司 '],
    ['江苏省苏州市恒筑建材有限公司', '苏州恒筑建材有限公司'],
    ['澳妆（上海）国际贸易有限公司', '上海澳妆国际贸易有限公司'],
    ['ＡＢＣ防水股份有限公司', 'abc防水'],
  ]
  for (const [a, b] of same) assert.deepEqual(spelt(a), spelt(b), `${a} / ${b}`)
})

test('company names are taken apart', () => {
  const cases: [string, string, string | null, string | null][] = [
    ['苏州恒筑建材经营部', '恒筑建材经营部', '苏州', null],
    ['武汉博雅轩文化科技有限公司分公司', '博雅轩文化科技', '武汉', '分公司'],
    ['苏州恒筑建材有限公司昆山第二分公司', '恒筑建材', '苏州', '昆山第二分公司'],
    ['上海现代设计院安徽分公司', '现代设计院', '上海', '安徽分公司'],
    ['扬州瘦湖建材城七号店', '瘦湖建材城', '扬州', '七号店'],
    ['河南省超市管理有限公司', '超市管理', '河南', null],
    ['北京市第三城市建设工程公司', '第三城市建设工程', '北京', null],
    ['黄岛区惠可泽商贸店', '惠可泽商贸店', '青岛', null],
    ['广州市天河区棠下丹妮贸易商行', '棠下丹妮贸易商行', '广州', null],
    ['绥芬河市向敏食品商店', '向敏食品商店', '牡丹江', null],
    ['福建环境公司', '环境', '福建', null],
    ['陆地港(福建)融资租赁有限公司', '陆地港融资租赁', '福建', null],
    ['上海', '上海', null, null],
    ['公司', '公司', null, null],
  ]
  for (const [name, ...told] of cases) {
    const { core, region, branch } = companyName(name)
    assert.deepEqual([core, region, branch], told, name)
  }
})

test('a name that has letters never loses its core', () => {
  const piece = fc.constantFrom('苏州', '江苏省', '恒筑', '建材', '有限公司', '分公司', '（上海）', '集团', 'A', '七号店', '市', '区')
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
      const name = pieces.join('')
      const { core } = companyName(name)
      if (name.replace(/（上海）/g, '').length > 0) assert.ok(core.length > 0, name)
    }),
  )
})

const real = readFileSync(new URL('../../testing/data/company-names.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t'))

test('R1.1.5 the brand of real names, and none where there is none', () => {
  const branded = real.filter(([, brand]) => brand)
  const right = branded.filter(([name = '', brand]) => companyName(name).brand === brand)
  const plain = real.filter(([, brand]) => !brand)
  const none = plain.filter(([name = '']) => companyName(name).brand === null)
  assert.ok(right.length / branded.length >= 0.95, `${right.length} of ${branded.length}`)
  assert.ok(none.length / plain.length >= 0.85, `${none.length} of ${plain.length}`)
})

test('R1.1.5 real names in other spellings are one company each, and no two of them are one', () => {
  const traditional = Converter({ from: 'cn', to: 't' })
  const wide = (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
  const spellings: ((name: string) => string)[] = [
    wide,
    traditional,
    (name) => ` ${name.slice(0, 2)} ${name.slice(2)}　`,
    (name) => name.replaceAll('（', '(').replaceAll('）', ')'),
    (name) => name.replaceAll('(', '〔').replaceAll(')', '〕'),
    (name) => name.replace(/有限责任公司$/, '有限公司'),
    (name) => name.replace(/(?<!股份)有限公司$/, '有限责任公司'),
    (name) => name.replace(/(?<=^(?:上海|北京|天津|重庆|广州|深圳|杭州|苏州|宁波|青岛))市?/, '市'),
  ]
  const of = (name: string) => companyName(simplified(name)).identity
  const cases = real
    .flatMap(([name = '']) => spellings.map((spell) => [name, spell(name)] as const))
    .filter(([name, other]) => name !== other)
  const met = cases.filter(([name, other]) => of(name) === of(other))
  assert.ok(met.length / cases.length >= 0.98, `${met.length} of ${cases.length}: ${cases.filter((one) => !met.includes(one)).slice(0, 5)}`)
  assert.equal(new Set(real.map(([name = '']) => of(name))).size, real.length)
})

test('namesakes elsewhere, other trades and branches are other companies', () => {
  const all = [
    '苏州恒筑建材有限公司',
    '南京恒筑建材有限公司',
    '苏州恒筑装饰有限公司',
    '苏州恒筑建材集团有限公司',
    '苏州恒筑建材有限公司昆山分公司',
    '苏州恒筑建材有限公司第二分公司',
    '苏州市吴中区恒筑建材经营部',
    '苏州市相城区恒筑建材经营部',
  ]
  assert.equal(new Set(all.map((name) => companyName(name).identity)).size, all.length)
})
