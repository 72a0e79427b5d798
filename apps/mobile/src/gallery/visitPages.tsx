import { Camera as CameraIcon, CircleQuestionMark, CloudOff, Pencil, Plus, ShieldCheck } from 'lucide-react'
import { inMinutes } from '#shared/gallery.ts'
import { GateList } from '#shared/ui/GateList.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { PaperMap } from '#shared/ui/PaperMap.tsx'
import { StageBar } from '#shared/ui/StageBar.tsx'
import { Watermark } from '#shared/ui/Watermark.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { Camera } from '../shell/Camera.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { PhoneCard } from '../shell/Rows.tsx'
import { Steps } from '../shell/Steps.tsx'

export const site = { lat: 31.299, lng: 120.585, name: '苏州恒筑建材经营部' }

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
