export const inviteMessages = {
  zh: {
    invite: '邀请成员',
    'invite.make': '生成邀请',
    'invite.name': '姓名（可不填）',
    'invite.ready': '邀请已生成',
    'invite.hint': '让对方扫码或打开链接，{at} 前有效，只能用一次。关掉后不再显示。',
  },
  en: {
    invite: 'Invite',
    'invite.make': 'Make the invitation',
    'invite.name': 'Name (optional)',
    'invite.ready': 'The invitation is ready',
    'invite.hint': 'Let the person scan the code or open the link. Good until {at}, once, and shown only now.',
  },
}
