export type Row = {
  id: string
  grade: string
  name: string
  about: string
  contact: string | null
  phone: string | null
  source: string
  why: string
  opens?: number
  taken?: string
}

export const rows: Row[] = [
  {
    id: '1',
    grade: 'A',
    name: '江苏澜桥建设集团',
    about: '南京建邺 · 总包 · 5,000 万',
    contact: '张**',
    phone: '138****2046',
    source: '招标网站',
    why: '30 天未转商机，2 小时前',
  },
  {
    id: '2',
    grade: 'A',
    name: '苏州金阊湖畔置业',
    about: '苏州姑苏 · 地产 · 2,000 万',
    contact: null,
    phone: '0512-****10',
    source: '转介绍',
    why: '24 小时未联系，35 分钟前',
    opens: 12,
  },
  {
    id: '3',
    grade: 'A',
    name: '上海申浦总承包工程',
    about: '上海宝山 · 总包 · 1.2 亿',
    contact: '李**',
    phone: '139****7715',
    source: '招标网站',
    why: '15 天无实质跟进，昨天 19:02',
    opens: 62 * 60,
  },
  {
    id: '4',
    grade: 'B',
    name: '杭州云栖里装饰工程',
    about: '杭州西湖 · 装饰 · 800 万',
    contact: '王**',
    phone: '186****3392',
    source: '官网',
    why: '新线索未派，08:11',
  },
  {
    id: '5',
    grade: 'B',
    name: '宁波北仑港城防水',
    about: '宁波北仑 · 防水 · 500 万',
    contact: '陈**',
    phone: '137****0458',
    source: '400 电话',
    why: '24 小时未联系，昨天 08:00',
  },
  {
    id: '6',
    grade: 'B',
    name: '合肥蜀山康居装饰',
    about: '合肥蜀山 · 装饰 · 1,000 万',
    contact: null,
    phone: '0551-****03',
    source: '展会',
    why: '15 天无实质跟进，11-21',
  },
  {
    id: '7',
    grade: 'B',
    name: '无锡梁溪宏图建材',
    about: '无锡梁溪 · 门店 · 300 万',
    contact: '周**',
    phone: '133****9087',
    source: '官网',
    why: '离职交接，11-20',
    taken: '已被 孙倩 领取',
  },
  {
    id: '8',
    grade: 'B',
    name: '南通通州海门建工',
    about: '南通通州 · 总包 · 2,600 万',
    contact: '黄**',
    phone: '150****1126',
    source: '数据商',
    why: '30 天未转商机，11-19',
  },
  {
    id: '9',
    grade: 'C',
    name: '绍兴柯桥小舟门窗',
    about: '绍兴柯桥 · 门店 · 50 万',
    contact: '孙**',
    phone: '189****4470',
    source: '展会',
    why: '新线索未派，11-19',
  },
  {
    id: '10',
    grade: 'C',
    name: '台州路桥美宜家装',
    about: '台州路桥 · 装饰 · 100 万',
    contact: null,
    phone: null,
    source: '数据商',
    why: '15 天无实质跟进，11-18',
  },
]
