import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
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
