import { bilingual } from '#shared/bilingual.ts'

export const decideMessages = bilingual({
  'decide.title': ['审批', 'Decide'],
  'decide.approve': ['同意', 'Approve'],
  'decide.reject': ['驳回', 'Reject'],
  'decide.back': ['返回', 'Back'],
  'decide.why': ['写明原因', 'Say why'],
  'decide.by': ['{name} 提交于 {at}', 'by {name}, {at}'],
  'decide.all': ['看完整的审批单', 'See the whole approval'],
  'decide.answer.approve': ['已同意', 'Approved'],
  'decide.answer.reject': ['已驳回', 'Rejected'],
  'decide.state.used': ['这个链接已经用过', 'This link was used'],
  'decide.state.used.body': ['结果在审批列表里。', 'The list of approvals shows the result.'],
  'decide.state.expired': ['这个链接过期了', 'This link has expired'],
  'decide.state.expired.body': ['到审批列表里处理。', 'Decide from the list of approvals.'],
  'decide.state.ended': ['这张单已经不用你审批', 'This no longer waits for you'],
  'decide.state.ended.body': ['可能已由别人处理，或被提交人撤回。', 'Somebody else decided, or it was withdrawn.'],
  'decide.state.sign_in': ['这条消息是发给别人的', 'This message was sent to somebody else'],
  'decide.state.sign_in.body': ['用收到消息的账号登录后再打开。', 'Sign in as the person it was sent to, then open it again.'],
})
