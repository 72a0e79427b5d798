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
import { type Row, rows } from './poolRows.ts'

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
