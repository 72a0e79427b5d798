import { bilingual } from '#shared/bilingual.ts'

export const meMessages = bilingual({
  'me.consent': ['我同意的', 'What I agreed to'],
  'me.consent.check_in_position': ['签到时取位置', 'Position at check-in'],
  'me.consent.track': ['在岗时的路线', 'The way while on duty'],
  'me.consent.recording': ['洽谈录音', 'Recording talks'],
  'me.consent.photo': ['现场照片', 'Photos on site'],
  'me.sessions': ['登录的设备', 'Devices signed in'],
  'me.session.current': ['这台', 'this one'],
  'me.session.seen': ['最近 {at}', 'last seen {at}'],
  'me.session.unknown': ['未知设备', 'Unknown device'],
  'me.session.end': ['让它退出', 'Sign it out'],
})
