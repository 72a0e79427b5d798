import type { Messages } from '#core/messages.ts'

export const integrationsMessages: Messages = {
  zh: {
    'decision.agree': '同意',
    'decision.reject': '驳回',
    'decision.agreed': '已同意',
    'decision.rejected': '已驳回',
    'decision.rejected_in': '在{vendor}里驳回',
    'decision.bad_link': '这个链接不对或不完整。到审批列表里处理。',
    'decision.used': '这个链接已经用过一次。到审批列表里看结果。',
    'decision.expired': '这个链接过期了。到审批列表里处理。',
    'decision.sign_in': '先登录收到这条消息的账号，再打开链接。',
    'decision.second_factor': '公司要求第二重验证。点开这条消息里的链接，输入验证器的 6 位数字。',
    'decision.no_second_factor': '公司要求第二重验证，你还没有设。先在“我的”里设好，再打开链接。',
    'decision.not_yours': '这条审批不是发给你的，或你没有审批权限。',
  },
  en: {
    'decision.agree': 'Approve',
    'decision.reject': 'Reject',
    'decision.agreed': 'Approved',
    'decision.rejected': 'Rejected',
    'decision.rejected_in': 'Rejected in {vendor}',
    'decision.bad_link': 'This link is wrong or incomplete. Decide from the list of approvals.',
    'decision.used': 'This link was used before. The list of approvals shows the result.',
    'decision.expired': 'This link has expired. Decide from the list of approvals.',
    'decision.sign_in': 'Sign in as the person this message was sent to, then open the link again.',
    'decision.second_factor':
      'Your company asks for a second factor. Open the link in this message and type the 6 digits of your authenticator.',
    'decision.no_second_factor': 'Your company asks for a second factor and you have none. Set one up under Me, then open the link again.',
    'decision.not_yours': 'This approval was not sent to you, or you may not decide approvals.',
  },
}
