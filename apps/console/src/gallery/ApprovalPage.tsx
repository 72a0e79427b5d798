import { Button, Input } from 'antd'
import { Stamp } from 'lucide-react'
import { Avatar } from '#shared/ui/Avatar.tsx'
import { Chip } from '#shared/ui/Chip.tsx'
import { GateList } from '#shared/ui/GateList.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { StageBar } from '#shared/ui/StageBar.tsx'
import { Trust } from '#shared/ui/Trust.tsx'
import { Waterfall } from '#shared/ui/Waterfall.tsx'
import { Why } from '#shared/ui/Why.tsx'
import { Part } from '../shell/Inspector.tsx'
import { Card, RecordPage } from '../shell/RecordPage.tsx'

const stages = [
  { key: 's20', name: '初步接洽', probability: 20 },
  { key: 's40', name: '需求确认', probability: 40 },
  { key: 's60', name: '方案报价', probability: 60 },
  { key: 's80', name: '商务谈判', probability: 80 },
  { key: 's100', name: '赢单', probability: 100 },
]

/** e-approval-waterfall and b's gate */
export function ApprovalPage() {
  return (
    <RecordPage
      title="报价：南京河西嘉业"
      chips={
        <Chip tone="warn" icon={Stamp}>
          折扣超经理权限
        </Chip>
      }
      facts="BJ-2026-0731 第 2 版，王磊 11-20 16:05 提交，有效至 12-20"
      amount={<Money fen={23967000} />}
      amountNote="含 13% 增值税"
      progress={<StageBar stages={stages} current="s60" />}
      aside={
        <>
          <Part title="为什么到你这里">
            <Why
              rule="折扣权限"
              version={5}
              facts={[{ label: '第 3 行', value: '施工 82%', points: '总监' }]}
              sentence="任一行低于 90% 转总监。底价没破，不走特批。"
            >
              第 3 行 82%
            </Why>
          </Part>
          <Part title="审批进度">
            <div style={{ display: 'flex', gap: 10, alignItems: 'center' }}>
              <Avatar name="王磊" size={28} /> 王磊 提交
              <Trust verdict="trusted" score={94} />
            </div>
          </Part>
          <Part title="拜访">
            <div className="chips">
              <Trust verdict="suspect" score={62} />
              <Trust verdict="rejected" />
              <Trust verdict="pending" />
            </div>
          </Part>
        </>
      }
      decision={
        <>
          <Input.TextArea rows={2} placeholder="意见，驳回时必填" />
          <div>
            <Button danger>驳回</Button>
            <Button>退回</Button>
            <Button type="primary" className="grow">
              同意 ¥239,670
            </Button>
          </div>
          <p>同意后报价可盖章发出，商机里的“报价审批通过”自动满足</p>
        </>
      }
    >
      <Card title="价格怎么来的" note="含税，柱从 14 万画起" extra="第 3 行 82% 低于经理权限，高于底价 ¥0.90 / ㎡">
        <Waterfall
          fromFen={14000000}
          bars={[
            { key: 'list', label: '目录价', note: '3 行', kind: 'total', fen: 26950000, tone: 'grey' },
            { key: 'p02', label: '聚氨酯', note: '92%', kind: 'step', fen: -1008000, tone: 'warn' },
            { key: 'p03', label: 'SBS 卷材', note: '90%', kind: 'step', fen: -760000, tone: 'warn' },
            { key: 'p11', label: '施工', note: '82%', kind: 'step', fen: -1215000, tone: 'bad' },
            { key: 'q', label: '报价', note: '88.9%', kind: 'total', fen: 23967000, tone: 'pri' },
            { key: 'cost', label: '成本', kind: 'total', fen: 17580000, tone: 'grey' },
            { key: 'margin', label: '毛利', note: '26.6%', kind: 'rest', fen: 6387000, tone: 'ok' },
          ]}
          lines={[
            { key: 'rep', label: '销售权限 95%', fen: 25602500, tone: 'quiet' },
            { key: 'manager', label: '经理权限 90%', fen: 24255000, tone: 'warn' },
            { key: 'floor', label: '底价 219,900', fen: 21990000, tone: 'bad' },
          ]}
        />
      </Card>
      <GateList
        title="还差 2 项才能进入 商务谈判"
        hint="阶段停在 方案报价。补齐后自动提示推进。"
        conditions={[
          {
            key: 'deep',
            state: 'met',
            label: '30 天内有效深访',
            detail: '11-18 王磊，在场 38 分，可信',
            action: <a href="#top">看依据</a>,
          },
          {
            key: 'stamp',
            state: 'missing',
            label: '盖章报价单',
            detail: '报价 BJ-2026-0731 已生成，还没上传盖章件',
            action: <Button>上传盖章件</Button>,
          },
          {
            key: 'appr',
            state: 'missing',
            label: '报价审批通过',
            detail: '卡在 周启明，已等 2 天 14 小时',
            action: <Button>提醒一下</Button>,
          },
          { key: 'bud', state: 'overridden', label: '客户预算已知', overriddenBy: { name: '高志远', reason: '客户口头确认，周三补' } },
        ]}
      />
    </RecordPage>
  )
}
