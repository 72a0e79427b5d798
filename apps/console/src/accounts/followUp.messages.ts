import { bilingual } from '#shared/bilingual.ts'

export const followUpMessages = bilingual({
  'followUp.title': ['记跟进：{subject}', 'Log a follow-up: {subject}'],
  'followUp.hint': [
    '接通满 60 秒的电话，或写明下一步的跟进，算实质跟进。',
    'A call of 60 s or more, or a note with a next step, counts as substance.',
  ],
  'followUp.save': ['保存跟进', 'Save follow-up'],
  'followUp.kind': ['方式', 'Kind'],
  'followUp.kind.call': ['电话', 'Call'],
  'followUp.kind.wechat': ['微信', 'WeChat'],
  'followUp.kind.email': ['邮件', 'E-mail'],
  'followUp.kind.meeting': ['会面', 'Meeting'],
  'followUp.kind.note': ['备注', 'Note'],
  'followUp.kind.visit': ['拜访', 'Visit'],
  'followUp.kind.quotation': ['报价', 'Quotation'],
  'followUp.answered': ['对方接了', 'Answered'],
  'followUp.minutes': ['通话时长', 'Talk time'],
  'followUp.minute': ['分钟', 'min'],
  'followUp.text': ['说了什么', 'What was said'],
  'followUp.nextStep': ['下一步', 'Next step'],
  'followUp.nextStep.example': ['例如：周四带样品去见王总', 'e.g. bring samples to Mr Wang on Thursday'],
  'followUp.nextOn': ['下一步的日期', 'Day of the next step'],
})
