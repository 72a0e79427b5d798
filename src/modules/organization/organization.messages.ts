import type { Messages } from '#core/messages.ts'

export const organizationMessages: Messages = {
  zh: {
    'event.member.created': '加入了公司',
    'tenant.code_invalid': '公司代号 {code} 不行：用小写字母、数字和连字符，2 到 31 位。',
    'tenant.code_taken': '公司代号 {code} 已被使用。换一个再试。',
  },
  en: {
    'event.member.created': 'Joined the company',
    'tenant.code_invalid': 'The company code {code} will not do: 2 to 31 lower-case letters, digits and hyphens.',
    'tenant.code_taken': 'The company code {code} is taken. Choose another.',
  },
}
