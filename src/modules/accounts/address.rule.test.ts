import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Division, divisionNames } from '#core/divisions.ts'
import { dice } from '#testing/dice.ts'
import { readAddress } from './address.rule.ts'

const places = (text: string) => {
  const { province, city, district } = readAddress(text)
  return [province, city, district]
}

test('R1.1.5 places are told by the names they bear today', () => {
  const cases: [string, string | null, string | null, string | null][] = [
    ['广州市天河区天河东路77号', '广东省', '广州市', '天河区'],
    ['深圳南山区高新区中区科丰路2号', '广东省', '深圳市', '南山区'],
    ['江苏省昆山市伟业路18号', '江苏省', '苏州市', '昆山市'],
    ['上海浦东新区张江科苑路88号', '上海市', '上海市', '浦东新区'],
    ['内蒙古新巴尔虎右旗查干布拉根矿区', '内蒙古自治区', '呼伦贝尔市', '新巴尔虎右旗'],
    ['湖北省仙桃市仙桃大道', '湖北省', '仙桃市', '仙桃市'],
    ['青岛市北区重庆南路251号', '山东省', '青岛市', '市北区'],
    ['四川省阿坝州九寨沟县平安路1号', '四川省', '阿坝藏族羌族自治州', '九寨沟县'],
    ['中国南京市高淳县经济开发区', '江苏省', '南京市', '高淳区'],
    ['在黄岛区茂山路884号', '山东省', '青岛市', '黄岛区'],
  ]
  for (const [text, ...told] of cases) assert.deepEqual(places(text), told, text)
})

test('a district that was merged or renamed is told by its successor', () => {
  const cases: [string, string][] = [
    ['上海市闸北区天目西路511号', '静安区'],
    ['杭州下城区华丰路2号', '拱墅区'],
    ['北京市宣武区广安门外大街', '西城区'],
    ['广州市萝岗区开源大道11号', '黄埔区'],
    ['浙江省富阳市富春街道', '富阳区'],
    ['青岛即墨市蓝鳌路', '即墨区'],
    ['重庆市北部新区高新园', '渝北区'],
    ['天津市塘沽区新港路', '滨海新区'],
  ]
  for (const [text, district] of cases) assert.equal(readAddress(text).district, district, text)
})

test('the name of a road is no place', () => {
  assert.deepEqual(places('杭州市西湖大道12号新东方大厦'), ['浙江省', '杭州市', null])
  assert.deepEqual(places('湖北十堰北京北路57号'), ['湖北省', '十堰市', null])
  assert.deepEqual(places('西藏北路199号光明地产大厦三楼'), [null, null, null])
  assert.deepEqual(places('上海市黄浦区南京西路288号'), ['上海市', '上海市', '黄浦区'])
  assert.equal(readAddress('成都市武侯区武侯祠大街266号').rest, '武侯祠大街266号')
})

test('what several places share is told with little confidence, and a zone tells no district', () => {
  const chaoyang = readAddress('朝阳区东方梅地亚中心')
  assert.deepEqual([chaoyang.province, chaoyang.city, chaoyang.district, chaoyang.adcode], [null, null, '朝阳区', null])
  assert.ok(chaoyang.confidence < 0.5)
  assert.equal(readAddress('江北区鱼嘴镇长美路2号').city, '重庆市')
  assert.equal(readAddress('朝阳区建国路88号(北京)').city, '北京市')
  assert.deepEqual(places('成都市高新区府城大道中段88号'), ['四川省', '成都市', null])
  assert.deepEqual(places('开发区金岭西路146号'), [null, null, null])
})

test('a town after the city tells the district, never with high confidence', () => {
  for (const [text, district] of [
    ['深圳市观澜街道观光路', '龙华区'],
    ['杭州下沙经济技术开发区20号大街2号', '钱塘区'],
    ['千灯镇汶浦东路366号', '昆山市'],
  ] as const) {
    const told = readAddress(text)
    assert.equal(told.district, district, text)
    assert.ok(told.confidence < 0.9, text)
  }
})

/** Ways in which people write a place. */
const ways: ((province: Division, city: Division | undefined, district: Division) => string)[] = [
  (province, city, district) => `${province.name}${city?.name ?? ''}${district.name}`,
  (province, city, district) => `${province.short}${city?.short ?? ''}${district.name}`,
  (_province, city, district) => `${city?.name ?? ''}${district.name}`,
  (_province, city, district) => `${city?.short ?? ''}${district.name}`,
  (province, city, district) => `中国${province.name} ${city?.name ?? ''} ${district.name} `,
  (province, _city, district) => `地址：${province.name}${district.name}`,
]
const roads = ['人民路88号', '北京东路12号3楼', '中山大道西238号', '长江路与黄河路交叉口', '南京西路1号', '西湖国际大厦A座', '工业园区3栋']

test('R1.1.5 every district of the country, however it is written', () => {
  const roll = dice(20261124)
  const districts = [...new Set([...divisionNames().values()].flat().map(({ division }) => division))].filter(
    ({ level, code }) => level === 'district' && code.charAt(4) !== '7',
  )
  const wrong = { province: 0, city: 0, district: 0, sure: 0 }
  let tried = 0
  for (const district of districts) {
    const province = district.path[0] as Division
    const city = district.path.find(({ level }) => level === 'city')
    for (const way of ways) {
      const text = way(province, city, district) + roads[roll(roads.length)]
      const told = readAddress(text)
      tried += 1
      if (told.province !== null && told.province !== province.name) wrong.province += 1
      if (told.city !== null && city && told.city !== city.name) wrong.city += 1
      if (told.district !== district.name) wrong.district += 1
      if (told.district !== null && told.district !== district.name && told.confidence >= 0.9) wrong.sure += 1
    }
  }
  const share = Object.fromEntries(Object.entries(wrong).map(([key, count]) => [key, count / tried]))
  assert.ok(tried > 16_000)
  assert.ok((share.province as number) < 0.002 && (share.city as number) < 0.005, JSON.stringify({ tried, wrong }))
  assert.ok((share.district as number) < 0.03 && (share.sure as number) < 0.002, JSON.stringify({ tried, wrong }))
})

const real = readFileSync(new URL('../../testing/data/addresses.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t'))

test('R1.1.5 three hundred real addresses, checked by eye', () => {
  for (const [text = '', ...told] of real)
    assert.deepEqual(
      places(text),
      told.map((place) => place || null),
      text,
    )
})

test('18,000 real addresses take far less than 10 s', () => {
  const from = performance.now()
  for (let n = 0; n < 18_000; n += 1) readAddress(real[n % real.length]?.[0] ?? '')
  assert.ok(performance.now() - from < 10_000)
})
