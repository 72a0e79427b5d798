import { Button } from 'antd'
import { Coins, FileText, Inbox, Landmark, MapPin, PackageCheck, Phone, Signature, Target } from 'lucide-react'
import { useState } from 'react'
import { AgeBar, type AgeKey } from '#shared/ui/AgeBar.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { PaperMap } from '#shared/ui/PaperMap.tsx'
import { Thread } from '#shared/ui/Thread.tsx'
import { WhatIfSlip } from '#shared/ui/WhatIfSlip.tsx'
import { Card, Figures, RecordPage } from '../shell/RecordPage.tsx'

const site = { lat: 27.994, lng: 120.699, name: '温州瓯越建材' }

/** h-one-thread, f's ageing and c's map */
export function ThreadPage() {
  const [age, setAge] = useState<AgeKey | null>(null)
  return (
    <RecordPage
      grade={<Grade grade="A" />}
      title="昆山玉峰工程建设"
      facts="从招标线索到提成，196 天一条线。负责 林晓峰"
      actions={<Button>导出证据包</Button>}
    >
      <Card>
        <Thread
          spanTitle="时间花在哪"
          spanRange="05-11 到 11-23，196 天"
          nodes={[
            { key: 'lead', icon: Inbox, label: '线索', value: '¥300', lines: ['招标网站', '投放分摊'], when: '05-11', state: 'start' },
            {
              key: 'call',
              icon: Phone,
              label: '首次联系',
              value: '3 小时',
              lines: ['通话 4 分', '限 24 小时'],
              when: '05-11',
              state: 'start',
            },
            {
              key: 'visit',
              icon: MapPin,
              label: '拜访',
              value: '7 次',
              lines: ['深访 2，巡访 5', '全部可信'],
              when: '05-14',
              state: 'work',
            },
            { key: 'opp', icon: Target, label: '商机', value: '¥64 万', lines: ['决策人 严总', '12 天转化'], when: '05-23', state: 'work' },
            { key: 'quo', icon: FileText, label: '报价', value: '¥60 万', lines: ['第 3 版，93%', '经理批'], when: '06-12', state: 'work' },
            {
              key: 'con',
              icon: Signature,
              label: '合同',
              value: '¥60 万',
              lines: ['CT1，30/60/10', '审批 5 小时'],
              when: '07-06',
              state: 'work',
            },
            {
              key: 'acc',
              icon: PackageCheck,
              label: '验收',
              value: '66 天',
              lines: ['签收单已存证', '计划 60 天'],
              when: '09-10',
              state: 'work',
            },
            {
              key: 'cash',
              icon: Landmark,
              label: '回款',
              value: '¥38 万',
              lines: ['2 笔到账', '还差 22 万'],
              when: '10-20',
              state: 'cash',
            },
            {
              key: 'com',
              icon: Coins,
              label: '提成',
              value: '¥3,000',
              lines: ['1.5% 档', '再到 16 万变 7,200'],
              when: 'Q4',
              state: 'coming',
            },
          ]}
          spans={[
            { key: 'a', label: '12 天', days: 12, tone: 'soft', note: '到商机' },
            { key: 'b', label: '20 天', days: 20, tone: 'work', note: '到报价' },
            { key: 'c', label: '24 天', days: 24, tone: 'work', note: '到签约' },
            { key: 'd', label: '66 天 施工到验收', days: 66, tone: 'work' },
            { key: 'e', label: '30 天 账期', days: 30, tone: 'wait' },
            { key: 'f', label: '44 天 逾期', days: 44, tone: 'late', note: '22% 的时间在等这 16 万' },
          ]}
        />
      </Card>
      <Figures
        items={[
          { label: '到期应收', value: '¥2,136,000.00', note: '6 份合同，15 期' },
          { label: '已收', value: '¥1,416,000.00', note: '本季 716,000', tone: 'ok' },
          { label: '逾期', value: '¥720,000.00', note: '3 笔，最长 131 天', tone: 'bad' },
          { label: '7 天内到期', value: '¥636,500.00', note: '2 笔', tone: 'warn' },
          { label: '完成率', value: '66.3%', note: '目标 85%' },
        ]}
      />
      <div className="columns" style={{ gridTemplateColumns: '1fr 1fr 320px' }}>
        <Card title="账龄" extra="点一段筛下面的表">
          <AgeBar
            chosen={age}
            onChoose={setAge}
            parts={[
              { key: 'd1_30', fen: 12800000, items: 1 },
              { key: 'd31_60', fen: 16000000, items: 1 },
              { key: 'd61_90', fen: 0, items: 0 },
              { key: 'd90', fen: 43200000, items: 1 },
            ]}
          />
        </Card>
        <Card>
          <PaperMap
            site={site}
            radiusM={300}
            height={240}
            position={{ lat: 27.9936, lng: 120.6984, accuracyM: 18, inside: true }}
            track={[
              { lat: 27.9921, lng: 120.696 },
              { lat: 27.9926, lng: 120.697 },
              { lat: 27.9931, lng: 120.6977 },
              { lat: 27.9936, lng: 120.6984, plausible: false },
            ]}
            notes={[{ lat: 27.9936, lng: 120.6984, text: '30 个点完全相同', tone: 'bad' }]}
          />
        </Card>
        <WhatIfSlip
          title="如果这笔到账"
          subject="昆山玉峰工程建设"
          late
          note="第 2 期余款，逾期 44 天"
          amount="¥160,000.00"
          lines={[
            { label: '完成率', before: '80%', after: '144%' },
            { label: '档位，全额', before: '1.5%', after: '2.0%' },
            { label: '算法', before: '200,000 × 1.5%', after: '360,000 × 2.0%' },
          ]}
          result={{ label: '提成变成', value: '¥7,200.00', gain: '+4,200' }}
        />
      </div>
    </RecordPage>
  )
}
