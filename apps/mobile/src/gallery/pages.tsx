import {
  Camera as CameraIcon,
  Check,
  CircleQuestionMark,
  CloudOff,
  CornerDownRight,
  Goal,
  Landmark,
  MapPin,
  Navigation,
  Pencil,
  Phone,
  Plus,
  ShieldCheck,
} from 'lucide-react'
import { inMinutes } from '#shared/gallery.ts'
import { Avatar } from '#shared/ui/Avatar.tsx'
import { Countdown } from '#shared/ui/Countdown.tsx'
import { GateList } from '#shared/ui/GateList.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { MaskedContact } from '#shared/ui/MaskedContact.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { PaperMap } from '#shared/ui/PaperMap.tsx'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { StageBar } from '#shared/ui/StageBar.tsx'
import { SyncPill } from '#shared/ui/SyncPill.tsx'
import { Watermark } from '#shared/ui/Watermark.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { Camera } from '../shell/Camera.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { PhoneCard, Rows } from '../shell/Rows.tsx'
import { Steps } from '../shell/Steps.tsx'
import { TabPage, TapChip } from '../shell/TabPage.tsx'

const site = { lat: 31.299, lng: 120.585, name: '苏州恒筑建材经营部' }

/** i-today */
export function TodayPage() {
  const round = (label: string, icon = <MapPin size={20} strokeWidth={1.75} />) => (
    <button type="button" className="round" aria-label={label}>
      {icon}
    </button>
  )
  return (
    <TabPage
      title="早上好，晓峰"
      sentence="11 月 23 日 周一，4 站，约 63 公里"
      extra={
        <>
          <SyncPill state={{ kind: 'synced' }} />
          <Avatar name="林晓峰" size={40} />
        </>
      }
    >
      <section className="phone-card" style={{ padding: 0, overflow: 'hidden' }}>
        <PaperMap
          site={site}
          radiusM={300}
          height={132}
          position={{ lat: 31.2985, lng: 120.5795, accuracyM: 20, inside: null }}
          focusX={0.72}
          bare
        />
        <div style={{ padding: 14, display: 'grid', gap: 12 }}>
          <h2>
            <Grade grade="A" />
            苏州恒筑建材经营部
          </h2>
          <p>
            <CornerDownRight size={16} strokeWidth={1.75} style={{ color: 'var(--warn)', verticalAlign: -3 }} />{' '}
            上次留下：堵漏王断货，王老板等补货答复
            <br />
            <Goal size={16} strokeWidth={1.75} style={{ verticalAlign: -3 }} /> 今天目标：拿下 JS 涂料 60 桶补货意向
          </p>
          <div style={{ display: 'flex', gap: 8 }}>
            <BigButton icon={Navigation}>出发</BigButton>
            <BigButton look="plain" narrow>
              客户简报
            </BigButton>
          </div>
        </div>
      </section>
      <div className="pair">
        <PhoneCard tone="bad">
          <Countdown dueAt={inMinutes(102)} size={18} />
          <div>2 条线索将被收回</div>
        </PhoneCard>
        <PhoneCard>
          <b>
            <Landmark size={18} strokeWidth={1.75} style={{ color: 'var(--warn)', verticalAlign: -3 }} />{' '}
            <Money fen={16000000} as="short" />
          </b>
          <div>逾期 44 天待催</div>
        </PhoneCard>
      </div>
      <Rows
        rows={[
          {
            key: '1',
            lead: '10:20',
            title: (
              <>
                昆山玉峰工程建设 <Grade grade="A" />
              </>
            ),
            detail: '催款拜访 · 对账单已备好',
            extra: round('看路线'),
          },
          {
            key: '2',
            lead: '11:30',
            title: '杭州筑友采购张工',
            detail: '回电，约 60 秒以上',
            extra: round('打电话', <Phone size={20} strokeWidth={1.75} />),
          },
          {
            key: '3',
            lead: '14:00',
            title: (
              <>
                苏州澄湾装饰 <Grade grade="B" />
              </>
            ),
            detail: '门店巡访 · 14 天周期到期',
            extra: round('看路线'),
          },
          {
            key: '4',
            lead: '16:30',
            title: (
              <>
                无锡锡南筑友建材 <Grade grade="B" />
              </>
            ),
            detail: '竞品价复核',
            extra: round('看路线'),
          },
        ]}
      />
    </TabPage>
  )
}

/** j-claim */
export function PoolPage() {
  return (
    <TabPage
      title="公海"
      sentence="华东 246 条，今天新入 18 条"
      extra={<SyncPill state={{ kind: 'waiting', n: 3 }} />}
      chips={
        <>
          <TapChip on onPress={() => {}}>
            附近 80 公里
          </TapChip>
          {['A 级', '总包', '刚入池', '转介绍'].map((words) => (
            <TapChip key={words} on={false} onPress={() => {}}>
              {words}
            </TapChip>
          ))}
        </>
      }
    >
      <PhoneCard tone="ok">
        <h2 style={{ color: 'var(--ok)' }}>
          <Check size={20} /> 领到了：苏州金阊湖畔置业
        </h2>
        <div style={{ display: 'flex', alignItems: 'center', gap: 12, marginTop: 8 }}>
          <div style={{ flex: 1 }}>
            <MaskedContact name="张建国" phone="+8619900000014" masked={false} />
            <div>
              <Countdown dueAt={inMinutes(1439)} suffix="内联系" />
            </div>
          </div>
          <BigButton narrow icon={Phone}>
            打电话
          </BigButton>
        </div>
      </PhoneCard>
      <PhoneCard>
        <h2>
          <Grade grade="A" /> 江苏澜桥建设集团
        </h2>
        <p>总包，注册资本 5,000 万，85 分</p>
        <div style={{ display: 'flex', alignItems: 'center', gap: 12, marginTop: 8 }}>
          <div style={{ flex: 1 }}>
            <MaskedContact name="张**" phone="138****2046" masked />
          </div>
          <BigButton narrow>领取</BigButton>
        </div>
      </PhoneCard>
      <PhoneCard tone="faded">
        <h2>
          <Grade grade="A" /> 上海申浦总承包工程
        </h2>
        <p>孙倩 快你 0.4 秒领走了。没有扣你的名额。</p>
      </PhoneCard>
      <Refusal>这条是你上周被收回的，2 天 14 小时后才能领回。</Refusal>
    </TabPage>
  )
}

/** k-visit-sop */
export function VisitPage() {
  return (
    <FlowPage
      title="苏州恒筑建材经营部"
      sentence="门店巡访，模板第 4 版"
      runningSince={inMinutes(-6.7)}
      proof={
        <PaperMap
          site={site}
          radiusM={300}
          height={138}
          focusX={0.7}
          position={{ lat: 31.2986, lng: 120.5854, accuracyM: 9, inside: true }}
          bare
        >
          <span className="proof-words" data-inside="true">
            <b>
              <ShieldCheck size={18} strokeWidth={1.75} /> 在围栏内
            </b>
            <strong>
              64<small>米</small>
            </strong>
            <span>围栏 300 米，精度 9 米</span>
          </span>
        </PaperMap>
      }
      dock={
        <>
          <BigButton look="plain" narrow label="帮助" icon={CircleQuestionMark}>
            {null}
          </BigButton>
          <BigButton icon={CameraIcon}>拍第 2 张陈列照</BigButton>
        </>
      }
    >
      <div className="quiet-note">
        <CloudOff size={18} strokeWidth={1.75} /> 没有网络也能做完。3 项待上传，已存在手机里
      </div>
      <Steps
        steps={[
          {
            key: '1',
            title: '签到',
            detail: '09:11，距店 64 米',
            state: 'done',
            extra: (
              <button type="button" className="step-link">
                看
              </button>
            ),
          },
          {
            key: '2',
            title: '门头照',
            detail: '1 张，口令已核',
            state: 'done',
            extra: (
              <button type="button" className="step-link">
                看
              </button>
            ),
          },
          {
            key: '3',
            title: '陈列照',
            detail: '拍 2 张以上，已拍 1 张',
            state: 'now',
            extra: (
              <button type="button" className="step-link" aria-label="再拍一张">
                <Plus size={20} />
              </button>
            ),
          },
          { key: '4', title: '库存盘点', detail: '12 个品，上次 3 个断货', state: 'next' },
          { key: '5', title: '竞品价', detail: '至少 1 条', state: 'next' },
          { key: '6', title: '洽谈录音', detail: '先征得同意，可跳过', state: 'next', optional: true },
          { key: '7', title: '签退', detail: '满 5 分钟且必做项齐了才能签退', state: 'locked' },
        ]}
      />
    </FlowPage>
  )
}

/** l-camera */
export function CameraPage() {
  return (
    <Camera
      title="门头照"
      challenge={{ code: 'K7Q4', until: inMinutes(2.7) }}
      watermark={
        <Watermark
          time="09:13"
          day="2026-11-23 周一"
          clock="时间来自服务器"
          site="苏州恒筑建材经营部"
          place="31.29904, 120.58521，±9 米"
          person="林晓峰"
          code="验真码 K7Q4"
        />
      }
      count={{ done: 0, of: 1 }}
      onClose={() => {}}
      onShot={() => {}}
    />
  )
}

/** n-deal-gate */
export function GatePage() {
  const stages = ['初步接洽', '需求确认', '方案报价', '商务谈判', '赢单'].map((name, i) => ({
    key: String(i),
    name,
    probability: [20, 40, 60, 80, 100][i],
  }))
  return (
    <FlowPage
      title="南京河西嘉业"
      sentence="商机 SJ-2026-0419"
      dock={
        <>
          <BigButton look="plain" icon={Pencil} narrow>
            记跟进
          </BigButton>
          <BigButton disabled>还差 2 项，不能推进</BigButton>
        </>
      }
    >
      <PhoneCard>
        <div className="figure">
          <Money fen={86000000} />
        </div>
        <p style={{ color: 'var(--ink2)', marginBottom: 14 }}>预计 12-25 签约　加权 ¥516,000</p>
        <StageBar stages={stages} current="2" />
      </PhoneCard>
      <GateList
        ring
        title="还差 2 项进入 商务谈判"
        hint="补齐后自动提示推进"
        conditions={[
          {
            key: 'a',
            state: 'missing',
            label: '盖章报价单',
            detail: '报价 BJ-2026-0731 已生成，拍下盖章页就行',
            action: <BigButton narrow>去拍</BigButton>,
          },
          {
            key: 'b',
            state: 'missing',
            label: '报价审批通过',
            detail: '卡在 周启明，已等 2 天 14 小时',
            action: (
              <BigButton narrow look="plain">
                提醒
              </BigButton>
            ),
          },
          { key: 'c', state: 'met', label: '30 天内有效深访', detail: '11-18 在场 38 分，可信 94' },
          { key: 'd', state: 'met', label: '客户预算已知', detail: '90 万，来自 11-18 需求表' },
        ]}
      />
    </FlowPage>
  )
}
