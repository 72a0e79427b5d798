// Chinese companies, as a list bought from somewhere repeats them.
import { usciCheckSign } from '#core/text.ts'
import { type Draw, drawer, type Listed, shuffled, slip, type Wear, words } from './listings.ts'

const brandSigns =
  '恒瑞鑫源盛达宏泰华盈嘉信诚博雅轩腾飞翔宇天成金鼎佳禾润邦联创启明隆昌顺通卓越海纳百川正德厚载东升旭日凯旋力拓领航铭扬优科智汇众合聚星辰蓝图绿野青松云帆'
const trade = words(
  '建材 装饰工程 建筑工程 机械设备 电子科技 网络科技 环保科技 商贸 贸易 物流 广告传媒 文化传播 食品 服饰 家具 五金制品 包装材料 门窗 防水工程 园林绿化 信息技术 企业管理咨询 餐饮管理 医疗器械',
)
const where: readonly (readonly [string, string, string[]])[] = [
  ['江苏', '苏州', ['姑苏区', '吴中区', '昆山市']],
  ['江苏', '南京', ['江宁区', '鼓楼区', '栖霞区']],
  ['浙江', '杭州', ['西湖区', '滨江区', '余杭区']],
  ['广东', '深圳', ['南山区', '福田区', '龙岗区']],
  ['广东', '广州', ['天河区', '白云区', '番禺区']],
  ['四川', '成都', ['武侯区', '锦江区', '双流区']],
  ['湖北', '武汉', ['武昌区', '洪山区', '江岸区']],
  ['山东', '青岛', ['市南区', '崂山区', '黄岛区']],
]
const roadNames = words(
  '人民路 解放路 中山路 建设大道 科技路 创新大道 长江路 珠江路 工业园路 迎宾大道 新华路 和平路 东风路 文化路 滨河路 学府路',
)
const surnames = words('王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗')
const names = words('伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀英 霞 平 刚 桂英 建国 志强 晓东 海燕')

/** Chinese companies: `size` of them, with branches, namesakes elsewhere, and neighbours of one brand; some told again. */
export function companies(seed: number, size: number, wear: Wear): Listed[] {
  const draw = drawer(seed)
  const list: Listed[] = []
  for (let n = 0; n < size; n += 1) {
    const brand = Array.from({ length: draw.chance(0.7) ? 2 : 3 }, () => brandSigns.charAt(draw.upTo(brandSigns.length))).join('')
    const firm = firmIn(draw, brand, draw.one(trade), draw.one(where))
    add(draw, list, `c${n}`, firm, wear)
    if (draw.chance(0.06))
      add(
        draw,
        list,
        `c${n}b`,
        {
          ...firm,
          branch: draw.one(['分公司', '昆山分公司', '第一分公司', '北京分公司']),
          phone: draw.chance(0.5) ? firm.phone : phoneIn(draw),
          tax: taxIn(draw),
        },
        wear,
      )
    if (draw.chance(0.1))
      add(draw, list, `c${n}e`, firmIn(draw, brand, firm.trade, draw.one(where.filter(([, city]) => city !== firm.place[1]))), wear)
    if (draw.chance(0.08))
      add(
        draw,
        list,
        `c${n}t`,
        {
          ...firmIn(draw, brand, draw.one(trade.filter((one) => one !== firm.trade)), firm.place),
          ...(draw.chance(0.3) ? { phone: firm.phone } : {}),
        },
        wear,
      )
  }
  return shuffled(draw, list)
}

type Firm = {
  brand: string
  trade: string
  place: (typeof where)[number]
  phone: string
  tax: string
  address: string
  contact: string
  branch: string
}
const phoneIn = (draw: Draw): string =>
  draw.chance(0.75)
    ? `1${draw.one(words('38 39 58 86 77 99'))}${10_000_000 + draw.upTo(89_999_999)}`
    : `0512-6${1_000_000 + draw.upTo(8_999_999)}`
const taxIn = (draw: Draw): string => {
  const body = `91320500MA${Array.from({ length: 7 }, () => draw.one([...'0123456789ABCDEFGHJKL'])).join('')}`
  return body + usciCheckSign(body)
}
const firmIn = (draw: Draw, brand: string, what: string, place: (typeof where)[number]): Firm => ({
  brand,
  trade: what,
  place,
  phone: phoneIn(draw),
  tax: taxIn(draw),
  contact: draw.one(surnames) + draw.one(names),
  branch: '',
  address: `${place[0]}省${place[1]}市${draw.one(place[2])}${draw.one(roadNames)}${1 + draw.upTo(999)}号${draw.chance(0.6) ? `${1 + draw.upTo(20)}栋${100 + draw.upTo(2000)}室` : ''}`,
})

function add(draw: Draw, list: Listed[], who: string, firm: Firm, wear: Wear): void {
  const [, city] = firm.place
  const full: Listed = {
    id: `${who}-0`,
    who,
    name: `${city}${firm.brand}${firm.trade}有限公司${firm.branch}`,
    address: firm.address,
    city: `${city}市`,
    contact: firm.contact,
    ...(draw.chance(0.9) ? { phone: firm.phone } : {}),
    ...(draw.chance(0.3) ? { tax_id: firm.tax } : {}),
  }
  list.push(full)
  const again = draw.chance(0.35) ? 1 + draw.upTo(2) : 0
  for (let time = 1; time <= again; time += 1) list.push(retold(draw, { ...full, id: `${who}-${time}` }, firm, wear))
}

function retold(draw: Draw, copy: Listed, { brand, trade: what, place, branch, address }: Firm, wear: Wear): Listed {
  const [province, city] = place
  copy.name = draw.one([
    () => `${city}市${brand}${what}有限公司${branch}`,
    () => `${brand}${what}有限公司(${city})${branch}`,
    () => `${brand}（${city}）${what}有限责任公司${branch}`,
    () => `${province}省${city}市${brand}${what}有限公司${branch}`,
    () => ` ${city} ${brand}${what} 有限公司${branch}`,
    () => (branch ? `${city}${brand}${what}有限公司${branch}` : `${city}${brand}${what}`),
    () => (branch ? `${city}${brand}${what}有限公司${branch}` : `${brand}${what}有限公司`),
  ])()
  if (draw.chance(wear.typo)) copy.name = copy.name.replace(brand, brand.slice(0, -1) + brandSigns.charAt(draw.upTo(brandSigns.length)))
  if (draw.chance(wear.short)) copy.address = address.replace(`${province}省`, '').replace('市', '')
  if (draw.chance(wear.short)) copy.address = (copy.address ?? '').replace(/\d+栋.*$/, '')
  if (copy.phone && draw.chance(wear.swap)) copy.phone = `+86 ${copy.phone.slice(0, 3)} ${copy.phone.slice(3)}`
  if (copy.phone && draw.chance(wear.typo / 2)) copy.phone = slip(draw, copy.phone)
  for (const field of ['address', 'phone', 'contact', 'city', 'tax_id'] as const) if (draw.chance(wear.missing)) delete copy[field]
  if (!copy.phone && !copy.address) copy.address = address
  return copy
}
