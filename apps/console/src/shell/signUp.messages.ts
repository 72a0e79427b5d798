import { bilingual } from '#shared/bilingual.ts'

export const signUpMessages = bilingual({
  'signup.title': ['开通你的公司', 'Open your company'],
  'signup.phone': ['手机号', 'Phone'],
  'signup.send': ['获取验证码', 'Send me a code'],
  'signup.again': ['再发一次验证码', 'Send another code'],
  'signup.code': ['验证码', 'Code'],
  'signup.company': ['公司名称', 'Company'],
  'signup.name': ['你的姓名', 'Your name'],
  'signup.password': ['设置密码', 'Choose a password'],
  'signup.submit': ['开通并登录', 'Open and sign in'],
  'signup.back': ['已有账号？去登录', 'You have an account? Sign in'],
  'signup.missing': ['还有没填的。', 'Something is not filled in yet.'],
})
