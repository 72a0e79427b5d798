import assert from 'node:assert/strict'
import { test } from 'node:test'
import { capitalIn, decides, industryIn, placeIn, staffIn } from './facts.rule.ts'

test('R1.1.5 places in messy addresses', () => {
  const cases: [string, string | null, string | null][] = [
    ['江苏省苏州市工业园区星湖街', '江苏', '苏州'],
    ['上海市 黄浦区 延安东路靠近外滩', '上海', '上海'],
    ['常州青洋北路69号', '江苏', '常州'],
    ['中国南京市高淳县经济开发区茅山路39号', '江苏', '南京'],
    ['公司地址：中国郑州金水路109号', '河南', '郑州'],
    ['福建省福州市鼓楼区软件大道89号', '福建', '福州'],
    ['浙江', '浙江', null],
    ['福田区竹子林光大银行大厦20楼', '广东', '深圳'],
    ['朝阳区东方梅地亚中心', null, null],
    ['', null, null],
  ]
  for (const [text, province, city] of cases) assert.deepEqual(placeIn(text), { province, city }, text)
})

test('trades by word and by name', () => {
  assert.equal(industryIn('总包', '甲'), 'contractor')
  assert.equal(industryIn(null, '同成装饰工程有限公司'), 'decoration')
  assert.equal(industryIn(null, '江苏澜桥建设集团'), 'contractor')
  assert.equal(industryIn(null, '苏州金阊湖畔置业'), 'developer')
  assert.equal(industryIn(null, '恒筑建材经营部'), 'store')
  assert.equal(industryIn(null, '武汉博雅轩文化科技有限公司'), null)
  assert.equal(industryIn('养殖', '甲'), 'other')
})

test('sizes in words', () => {
  assert.deepEqual(['1-49人', '500-999人', '1,200 人', '50人以下', '', null].map(staffIn), [1, 500, 1200, null, null, null])
  assert.deepEqual(['5,000 万', '1.2亿元', '5000000', '８００万', '不详', null].map(capitalIn), [
    5_000_000_000,
    12_000_000_000,
    500_000_000,
    800_000_000,
    null,
    null,
  ])
  assert.deepEqual(['总经理', '采购经理', null].map(decides), [true, false, false])
})
