import { Button, Input, Tabs } from 'antd'
import { BadgeCheck, Download, Hourglass, Lightbulb, Plus, Search, Waves } from 'lucide-react'
import { useState } from 'react'
import { inMinutes } from '#shared/gallery.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Countdown } from '#shared/ui/Countdown.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { MaskedContact } from '#shared/ui/MaskedContact.tsx'
import { Why } from '#shared/ui/Why.tsx'
import { Facts, Inspector, Part } from '../shell/Inspector.tsx'
import { AlertStrip, FilterChip, ListPage } from '../shell/ListPage.tsx'
import { type ListColumn, ListTable } from '../shell/ListTable.tsx'

type Row = {
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

const rows: Row[] = [
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

const columns: ListColumn<Row>[] = [
  { title: '评级', dataIndex: 'grade', width: 56, render: (grade: string) => <Grade grade={grade} /> },
  {
    title: '公司',
    render: (_, row) => (
      <span className="two">
        <b>{row.name}</b>
        <small>{row.about}</small>
      </span>
    ),
  },
  { title: '联系人', width: 184, render: (_, row) => <MaskedContact name={row.contact} phone={row.phone} masked /> },
  {
    title: '来源与入池原因',
    render: (_, row) => (
      <span className="two">
        <b>{row.source}</b>
        <small>{row.why}</small>
      </span>
    ),
  },
  {
    title: '领取',
    align: 'right',
    width: 176,
    render: (_, row) => {
      if (row.taken) return row.taken
      if (row.opens)
        return (
          <Countdown
            kind="opening"
            dueAt={inMinutes(row.opens)}
            totalMs={7 * 86_400_000}
            suffix={row.opens > 60 ? '后你可领' : '后全员可领'}
          />
        )
      return (
        <Button type={row.id === '1' ? 'primary' : 'default'} size="small">
          领取
        </Button>
      )
    },
  },
]

/** a-pool */
export function PoolPage() {
  const [open, setOpen] = useState<string | null>('1')
  const row = rows.find((one) => one.id === open)
  return (
    <ListPage
      title="华东公海"
      sentence="246 条可领，今天新入 18 条"
      actions={
        <>
          <Button icon={<Download size={16} strokeWidth={1.75} />}>导出</Button>
          <Button icon={<Plus size={16} strokeWidth={1.75} />}>录入线索</Button>
        </>
      }
      alert={
        <AlertStrip
          icon={<Hourglass size={18} strokeWidth={1.75} />}
          title="你持有的 2 条线索今天会被收回"
          hint="打一通 60 秒以上的电话，或记一条带下一步的跟进，就能留住"
          action={<a href="#top">去处理</a>}
        >
          <Countdown dueAt={inMinutes(102)} prefix="昆山柏庐防水 " />
          <Countdown dueAt={inMinutes(365)} prefix="苏州渭塘筑家 " />
        </AlertStrip>
      }
      tabs={
        <Tabs
          items={[
            ['华东公海', 246],
            ['招标专池', 31],
            ['KA 公海', 18],
            ['我的线索', 41],
          ].map(([name, n]) => ({
            key: String(name),
            label: (
              <>
                {name} <small>{n}</small>
              </>
            ),
          }))}
        />
      }
      filters={
        <>
          <Input placeholder="公司、地区、联系人" prefix={<Search size={15} strokeWidth={1.75} />} />
          <FilterChip label="评级 A、B、C" on onPress={() => {}} onClear={() => {}} />
          <FilterChip label="来源" on={false} onPress={() => {}} />
          <FilterChip label="地区 江浙沪皖" on onPress={() => {}} onClear={() => {}} />
        </>
      }
      inspector={row ? <PoolInspector row={row} close={() => setOpen(null)} /> : null}
    >
      <ListTable
        columns={columns}
        rows={rows}
        rowKey={(one) => one.id}
        openId={open}
        onInspect={setOpen}
        tone={(one) => (one.taken ? 'faded' : undefined)}
        empty={<Empty icon={Waves} title="没有符合的线索。" />}
      />
    </ListPage>
  )
}

function PoolInspector({ row, close }: { row: Row; close: () => void }) {
  return (
    <Inspector
      grade={<Grade grade={row.grade} size={20} />}
      eyebrow="线索 XS-20261024-0137"
      title={row.name}
      chips={
        <>
          <Chip>{row.source}</Chip>
          <Chip tone="ok" icon={BadgeCheck}>
            工商已核
          </Chip>
          <Why
            rule="评级规则"
            version={7}
            since="11-01"
            sentence="85 分，A 级从 70 分起。"
            link={<a href="#top">看规则</a>}
            facts={[
              { label: '地区', value: '江苏南京，属华东', points: '+20' },
              { label: '行业', value: '总包', points: '+25' },
              { label: '注册资本', value: '5,000 万，达到 1,000 万', points: '+20' },
              { label: '来源', value: '招标网站', points: '+20' },
            ]}
          >
            85 分
          </Why>
        </>
      }
      onPrev={() => {}}
      onNext={() => {}}
      onClose={close}
      footer={
        <>
          <span>
            今天还能领 <b>3</b> 条，持有 <b>41</b> / 80
            <br />
            领取后显示联系方式，24 小时内要联系
          </span>
          <Button type="primary" size="large">
            领取
          </Button>
        </>
      }
    >
      <Chip tone="why" icon={Lightbulb}>
        补上决策人姓名和职务，加 15 分，到 100 分。
      </Chip>
      <Part title="公开信息">
        <Facts
          rows={[
            ['法定代表人', '周**'],
            ['经营范围', '房屋建筑、市政、防水防腐工程'],
            ['来源记录', '招标 10-24，官网 11-02（已合并）'],
          ]}
        />
      </Part>
      <Part title="它来过哪里">
        <Facts
          rows={[
            ['10-24 08:00', '派给 王磊（规则 3：KA 客户给资深）'],
            ['10-26 起', '电话 4 次，拜访 1 次，没有转商机'],
            ['11-23 06:30', '满 30 天，系统收回公海'],
          ]}
        />
      </Part>
    </Inspector>
  )
}
