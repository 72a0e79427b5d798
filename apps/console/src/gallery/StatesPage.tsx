import { Button } from 'antd'
import { Inbox, PartyPopper } from 'lucide-react'
import { problem } from '#shared/problem.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { SkeletonRows } from '#shared/ui/Skeleton.tsx'
import { Page } from '../shell/Page.tsx'
import { Denied, Failed } from '../shell/states.tsx'

/** §7 and §8 */
export function StatesPage() {
  return (
    <Page title="状态" sentence="空、错、慢、没有权限、被拒绝">
      <Refusal action={<Button size="small">看相似 3 条</Button>} tone="quiet">
        孙倩 快你 0.4 秒领走了。没有扣你的名额。
      </Refusal>
      <Refusal action={<Button size="small">发起特批</Button>} onClose={() => {}}>
        第 3 行低于底价 ¥1.20，要走特批（总监 + 财务）。
      </Refusal>
      <Refusal tone="bad">南通江海 有 ¥432,000.00 逾期 131 天，不能签新合同。先收款，或请 郭颖 解冻。</Refusal>
      <div className="columns">
        <section className="card">
          <Empty
            icon={Inbox}
            title="还没有线索。"
            action={
              <>
                <Button type="primary">导入</Button>
                <Button>取表单代码</Button>
              </>
            }
          >
            导入一份表格，或把表单放到官网。
          </Empty>
        </section>
        <section className="card">
          <Empty icon={PartyPopper} title="今天的线索都联系过了。" action={<Button>去看</Button>}>
            公海里有 12 条 A 级。
          </Empty>
        </section>
        <section className="card">
          <Failed error={problem({ status: 500, code: 'common.bug', requestId: '7F3A91C2' })} retry={() => {}} />
        </section>
        <section className="card">
          <Denied screen="规则中心" />
        </section>
      </div>
      <div className="fl-skeleton">
        <SkeletonRows rows={3} />
      </div>
    </Page>
  )
}
