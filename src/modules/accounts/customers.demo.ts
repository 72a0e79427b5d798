// The thirty customers of the story, with the people and places they have. Names, people and numbers are invented; WGS-84.
import { usciCheckSign } from '#core/text.ts'
import type { ContactRole } from './contact.store.ts'

const usci = (body: string): string => body + usciCheckSign(body)
/** Credit codes of C01 and of the company that has its name but is another. */
export const C01_USCI = usci('91320505MA1C01A01')
export const otherUsci = usci('91320583MA1C01B02')
export const C01_PHONE = '+8619900020101'

/** key, name, segment, level, owner, lat, lng, terms, province, city, industry, capital (10,000 yuan), staff */
export const storyCustomers = [
  ['C01', '苏州恒筑建材经营部', 'dealer', 'A', 'U07', 31.299, 120.585, 'EOM30', '江苏', '苏州', 'store', 120, 16],
  ['C02', '苏州澄湾装饰', 'smb', 'B', 'U07', 31.318, 120.718, 'COD', '江苏', '苏州', 'decoration', 300, 35],
  ['C03', '昆山玉峰工程建设', 'ka', 'A', 'U07', 31.385, 120.981, '30/60/10', '江苏', '苏州', 'contractor', 6000, 420],
  ['C04', '上海衡越装饰集团', 'ka', 'A', 'U08', 31.189, 121.437, '30/60/10', '上海', '上海', 'decoration', 12000, 860],
  ['C05', '上海浦江同盛建材', 'dealer', 'A', 'U08', 31.221, 121.544, 'EOM30', '上海', '上海', 'store', 500, 40],
  ['C06', '上海嘉北物流园建设', 'ka', 'B', 'U08', 31.376, 121.265, '30/60/10', '上海', '上海', 'developer', 8000, 150],
  ['C07', '无锡锡南筑友建材', 'dealer', 'B', 'U07', 31.491, 120.312, 'EOM30', '江苏', '无锡', 'store', 200, 22],
  ['C08', '常州龙运防水工程', 'smb', 'B', 'U07', 31.811, 119.974, 'COD', '江苏', '常州', 'contractor', 280, 30],
  ['C09', '南京河西嘉业', 'ka', 'A', 'U09', 32.004, 118.732, '30/60/10', '江苏', '南京', 'developer', 15000, 300],
  ['C10', '南京宁南宏建装饰', 'smb', 'C', 'U09', 31.953, 118.84, 'COD', '江苏', '南京', 'decoration', 150, 18],
  ['C11', '南通江海建设', 'ka', 'A', 'U07', 31.981, 120.894, '30/60/10', '江苏', '南通', 'contractor', 9000, 700],
  ['C12', '扬州瘦湖建材城七号店', 'dealer', 'C', 'U09', 32.394, 119.413, 'COD', '江苏', '扬州', 'store', 50, 6],
  ['C13', '镇江京润防水材料', 'dealer', 'C', 'U09', 32.188, 119.425, 'COD', '江苏', '镇江', 'store', 80, 9],
  ['C14', '徐州淮海新城建工', 'ka', 'B', 'U12', 34.262, 117.184, '30/60/10', '江苏', '徐州', 'contractor', 5000, 380],
  ['C15', '杭州湖墅筑家建材', 'dealer', 'A', 'U10', 30.274, 120.155, '34/33/33', '浙江', '杭州', 'store', 600, 48],
  ['C16', '杭州萧然产业园', 'ka', 'B', 'U10', 30.184, 120.264, '30/60/10', '浙江', '杭州', 'developer', 20000, 90],
  ['C17', '宁波三江甬固防水', 'smb', 'B', 'U11', 29.874, 121.55, 'COD', '浙江', '宁波', 'contractor', 220, 26],
  ['C18', '嘉兴禾城建材', 'dealer', 'B', 'U10', 30.746, 120.756, 'EOM30', '浙江', '嘉兴', 'store', 180, 20],
  ['C19', '湖州苕溪装饰', 'smb', 'C', 'U10', 30.894, 120.087, 'COD', '浙江', '湖州', 'decoration', 100, 12],
  ['C20', '绍兴鉴湖建设', 'ka', 'B', 'U10', 30.03, 120.58, '30/60/10', '浙江', '绍兴', 'contractor', 4000, 260],
  ['C21', '金华婺江建材', 'dealer', 'C', 'U11', 29.079, 119.647, 'COD', '浙江', '金华', 'store', 90, 10],
  ['C22', '义乌商仓建设', 'ka', 'B', 'U11', 29.306, 120.075, '30/60/10', '浙江', '金华', 'developer', 3000, 120],
  ['C23', '温州瓯越建材', 'dealer', 'B', 'U11', 27.994, 120.699, 'EOM30', '浙江', '温州', 'store', 260, 24],
  ['C24', '合肥庐阳科创园建设', 'ka', 'A', 'U12', 31.821, 117.227, 'prepaid', '安徽', '合肥', 'developer', 30000, 210],
  ['C25', '芜湖鸠江建材', 'dealer', 'C', 'U12', 31.353, 118.433, 'COD', '安徽', '芜湖', 'store', 60, 8],
  ['C26', '南昌赣江防水', 'smb', 'C', 'U12', 28.683, 115.858, 'COD', '江西', '南昌', 'contractor', 160, 20],
  ['C27', '武汉江岸长桥建工', 'ka', 'B', 'U12', 30.593, 114.305, '30/60/10', '湖北', '武汉', 'contractor', 7000, 500],
  ['C28', '成都天府锦程装饰', 'smb', 'B', 'U12', 30.573, 104.066, 'COD', '四川', '成都', 'decoration', 240, 28],
  ['C29', '郑州中原旺铺建材', 'dealer', 'C', 'U12', 34.747, 113.625, 'COD', '河南', '郑州', 'store', 70, 7],
  ['C30', '青岛胶岸建设', 'ka', 'B', 'U12', 36.067, 120.383, '30/60/10', '山东', '青岛', 'contractor', 6500, 440],
] as const

/** Two people each: K01a … K30b (`a` is called first). The decision makers of C06, C16 and C30 are not known yet. */
export const storyContacts: { key: string; account: string; name: string; title: string; role: ContactRole; phone: string }[] = [
  ['王德发', '老板', '李秀英', '会计'],
  ['陈志明', '经理', '周小燕', '材料员'],
  ['顾国平', '总经理', '沈丽娟', '财务经理'],
  ['方建军', '采购总监', '陆婷', '财务经理'],
  ['盛伟民', '老板', '盛佳', '会计'],
  ['唐文杰', '工程部长', '许强', '采购经理'],
  ['华建新', '老板', '华小琴', '会计'],
  ['蒋志刚', '经理', '蒋海', '项目经理'],
  ['夏立群', '副总经理', '苏敏', '采购经理'],
  ['洪建', '经理', '洪梅', '材料员'],
  ['施江海', '董事长', '施惠芳', '财务总监'],
  ['卞小龙', '店长', '卞红', '店员'],
  ['吕京', '老板', '吕芳', '会计'],
  ['淮永胜', '总工', '张倩', '采购经理'],
  ['钱湖生', '老板', '钱莉', '财务'],
  ['萧然', '招商经理', '俞国强', '工程经理'],
  ['江甬', '老板', '江敏', '会计'],
  ['禾建华', '老板', '禾芳', '会计'],
  ['苕文', '经理', '苕丽', '材料员'],
  ['鉴明远', '总经理', '骆红', '采购经理'],
  ['婺德全', '老板', '婺英', '会计'],
  ['商建中', '项目总', '楼晓', '采购经理'],
  ['欧阳瓯', '老板', '欧阳娜', '会计'],
  ['庐志远', '总经理', '程海', '工程部长'],
  ['鸠大勇', '老板', '鸠兰', '会计'],
  ['熊赣', '经理', '熊丽', '材料员'],
  ['江长桥', '总经理', '汪洋', '采购经理'],
  ['锦程', '老板', '锦秀', '设计总监'],
  ['旺中原', '老板', '旺春', '店员'],
  ['胶海波', '项目经理', '曲岸', '采购经理'],
].flatMap(([boss = '', title = '', second = '', secondTitle = ''], index) => {
  const number = String(index + 1).padStart(2, '0')
  const unknown = ['06', '16', '30'].includes(number)
  return [
    {
      key: `K${number}a`,
      account: `C${number}`,
      name: boss,
      title,
      role: unknown ? ('influencer' as const) : ('decision_maker' as const),
      phone: `+861990002${number}01`,
    },
    {
      key: `K${number}b`,
      account: `C${number}`,
      name: second,
      title: secondTitle,
      role: /会计|财务/.test(secondTitle) ? ('finance' as const) : ('user' as const),
      phone: `+861990002${number}02`,
    },
  ]
})
