import { CalendarClock, Ellipsis, ShieldCheck, Stamp, Target } from 'lucide-react'
import { Chip } from '#shared/ui/Chip.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { WaterfallRows } from '#shared/ui/Waterfall.tsx'
import { WhatIfSlip } from '#shared/ui/WhatIfSlip.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { PhoneCard, Rows } from '../shell/Rows.tsx'

/** m-approve and o's slip */
export function ApprovePage() {
  return (
    <FlowPage
      title="审批"
      sentence="第 1 件，共 4 件"
      dock={
        <>
          <BigButton look="danger" narrow>
            驳回
          </BigButton>
          <BigButton look="plain" narrow label="更多" icon={Ellipsis}>
            {null}
          </BigButton>
          <BigButton>同意 ¥239,670</BigButton>
        </>
      }
    >
      <PhoneCard>
        <Chip tone="warn" icon={Stamp}>
          折扣超经理权限
        </Chip>
        <h2 style={{ marginTop: 8 }}>
          <Grade grade="A" /> 南京河西嘉业　报价
        </h2>
        <div className="figure">
          <Money fen={23967000} />
        </div>
        <div className="triple">
          <div>
            <span>相对目录价</span>
            <strong style={{ color: 'var(--warn)' }}>88.9%</strong>
            <small>第 3 行 82%</small>
          </div>
          <div>
            <span>毛利</span>
            <strong style={{ color: 'var(--ok)' }}>26.6%</strong>
            <small>¥63,870</small>
          </div>
          <div>
            <span>离底价</span>
            <strong>+9.0%</strong>
            <small>最低行 +2.5%</small>
          </div>
        </div>
      </PhoneCard>
      <PhoneCard>
        <WaterfallRows
          fromFen={18865000}
          bars={[
            { key: 'list', label: '目录价', kind: 'total', fen: 26950000, tone: 'grey' },
            { key: 'p02', label: '聚氨酯', note: '92%', kind: 'step', fen: -1008000, tone: 'warn' },
            { key: 'p03', label: 'SBS', note: '90%', kind: 'step', fen: -760000, tone: 'warn' },
            { key: 'p11', label: '施工', note: '82%', kind: 'step', fen: -1215000, tone: 'bad' },
            { key: 'q', label: '报价', kind: 'total', fen: 23967000, tone: 'pri' },
          ]}
          lines={[{ key: 'floor', label: '底价', fen: 21990000, tone: 'bad' }]}
        />
      </PhoneCard>
      <Rows
        rows={[
          {
            key: '1',
            to: '/a',
            lead: <ShieldCheck size={20} strokeWidth={1.75} />,
            title: '信用 A，批后剩 ¥448,330',
            detail: '额度 ¥1,000,000，没有逾期',
          },
          {
            key: '2',
            to: '/b',
            lead: <CalendarClock size={20} strokeWidth={1.75} />,
            title: '30 / 60 / 10',
            detail: '首款 ¥71,901，签约后 7 天',
          },
          {
            key: '3',
            to: '/c',
            lead: <Target size={20} strokeWidth={1.75} />,
            title: '商机 ¥86 万 的第 1 期',
            detail: '卡在 方案报价，等这张单',
          },
        ]}
      />
      <WhatIfSlip
        title="如果这笔到账"
        subject="昆山玉峰工程建设"
        late
        note="第 2 期余款，逾期 44 天"
        amount="¥160,000.00"
        lines={[
          { label: '完成率', before: '80%', after: '144%' },
          { label: '算法', before: '200,000 × 1.5%', after: '360,000 × 2.0%' },
        ]}
        result={{ label: '提成变成', value: '¥7,200.00', gain: '+4,200' }}
      />
    </FlowPage>
  )
}
