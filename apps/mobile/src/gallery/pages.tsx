import { Check, CornerDownRight, Goal, Landmark, MapPin, Navigation, Phone } from 'lucide-react'
import { inMinutes } from '#shared/gallery.ts'
import { Avatar } from '#shared/ui/Avatar.tsx'
import { Countdown } from '#shared/ui/Countdown.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { MaskedContact } from '#shared/ui/MaskedContact.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { PaperMap } from '#shared/ui/PaperMap.tsx'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { SyncPill } from '#shared/ui/SyncPill.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { PhoneCard, Rows } from '../shell/Rows.tsx'
import { TabPage, TapChip } from '../shell/TabPage.tsx'
import { site } from './visitPages.tsx'

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
