import type { Channel, ChannelAdapter } from '#modules/notifications/index.ts'
import { dingtalk, dingtalkRobot } from './dingtalk.adapter.ts'
import { email } from './email.adapter.ts'
import { feishu, feishuRobot } from './feishu.adapter.ts'
import { push } from './push.adapter.ts'
import { sms } from './sms.adapter.ts'
import { wecom, wecomRobot } from './wecom.adapter.ts'

const adapters: Record<Channel, ChannelAdapter> = {
  email,
  push,
  sms,
  wecom,
  wecom_robot: wecomRobot,
  dingtalk,
  dingtalk_robot: dingtalkRobot,
  feishu,
  feishu_robot: feishuRobot,
}

/** The adapter of a channel. */
export const adapterOf = (channel: Channel): ChannelAdapter => adapters[channel]
