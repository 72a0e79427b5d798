import { bilingual } from '#shared/bilingual.ts'

export const decideMessages = bilingual({
  'decide.title': ['审批', 'Decide'],
  'decide.reject': ['驳回', 'Reject'],
  'decide.back': ['返回', 'Back'],
  'decide.why': ['写明原因', 'Say why'],
  'decide.code': ['验证器的 6 位数字', 'The 6 digits of your authenticator'],
  'decide.code.why': [
    '公司要求：用消息里的链接审批，要再验证一次是你本人。',
    'Your company asks once more that it is you, before a link decides.',
  ],
  'decide.code.first': ['先输入 6 位数字', 'Type the 6 digits first'],
  'decide.authenticator': ['还差第二重验证', 'A second factor is missing'],
  'decide.authenticator.body': [
    '公司要求：用链接审批要有第二重验证，你还没有设。也可以到审批单里决定。',
    'Your company asks for a second factor before a link decides, and you have none. You can also decide in the approval itself.',
  ],
  'decide.authenticator.go': ['到“我的”里设置', 'Set it up under Me'],
  'decide.by': ['{name} 提交于 {at}', 'by {name}, {at}'],
  'decide.all': ['看完整的审批单', 'See the whole approval'],
  'decide.answer.approve': ['已同意', 'Approved'],
  'decide.answer.reject': ['已驳回', 'Rejected'],
  'decide.state.used': ['这个链接已经用过', 'This link was used'],
  'decide.state.used.body': [
    '链接只能用一次，已经用过。结果在审批单里。',
    'A link works once, and this one was used. The approval shows the result.',
  ],
  'decide.state.expired': ['这个链接过期了', 'This link has expired'],
  'decide.state.expired.body': ['到审批列表里处理。', 'Decide from the list of approvals.'],
  'decide.state.ended': ['这张单已经不用你审批', 'This no longer waits for you'],
  'decide.state.ended.body': ['可能已由别人处理，或被提交人撤回。', 'Somebody else decided, or it was withdrawn.'],
  'decide.state.anew': ['这条消息问的那一步已经过去', 'The step this message asked for is behind you'],
  'decide.state.anew.body': [
    '现在等你的是另一步。打开审批单看过再决定。',
    'Another step waits for you now. Open the approval and decide there.',
  ],
  'decide.state.sign_in': ['这条消息是发给别人的', 'This message was sent to somebody else'],
  'decide.state.sign_in.body': ['用收到消息的账号登录后再打开。', 'Sign in as the person it was sent to, then open it again.'],
})
