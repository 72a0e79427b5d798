import type { Channel, ChannelAdapter } from '#modules/notifications/index.ts'
import { dingtalk, dingtalkRobot } from './dingtalk.adapter.ts'
import { email } from './email.adapter.ts'
import { feishu, feishuRobot } from './feishu.adapter.ts'
import { push } from './push.adapter.ts'
import { wecom, wecomRobot } from './wecom.adapter.ts'

const adapters: Partial<Record<Channel, ChannelAdapter>> = {
  email,
  push,
  wecom,
  wecom_robot: wecomRobot,
  dingtalk,
  dingtalk_robot: dingtalkRobot,
  feishu,
  feishu_robot: feishuRobot,
}

/** The adapter of a channel; undefined where none is written yet. */
export const adapterOf = (channel: Channel): ChannelAdapter | undefined => adapters[channel]
