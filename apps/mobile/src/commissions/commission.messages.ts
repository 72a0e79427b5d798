import { bilingual } from '#shared/bilingual.ts'

export const commissionScreenMessages = bilingual({
  'pay.title': ['提成', 'Commission'],
  'pay.now': ['已经挣到', 'Earned so far'],
  'pay.hidden': ['金额对你隐藏', 'Amounts are hidden from you'],
  'pay.completion': ['完成率', 'Attainment'],
  'pay.received': ['到账', 'Received'],
  'pay.target': ['目标', 'Target'],
  'pay.noTarget': ['还没有目标', 'no target yet'],
  'pay.if': ['如果这笔到账', 'If this arrives'],
  'pay.if.note': ['第 {no} 期，逾期 {days} 天', 'No. {no}, {days} days overdue'],
  'pay.if.note.due': ['第 {no} 期，{day} 到期', 'No. {no}, due {day}'],
  'pay.if.formula': ['算法', 'Worked out'],
  'pay.if.becomes': ['提成变成', 'Commission becomes'],
  'pay.formula.full': ['{sum} × {rate}%', '{sum} × {rate}%'],
  'pay.visit': ['今天就去催', 'Collect it today'],
  'pay.entries': ['每一笔', 'Entry by entry'],
  'pay.entries.none': ['这个季度还没有到账。', 'Nothing arrived this quarter.'],
  'pay.entry': ['{account} 第 {no} 期', '{account}, no. {no}'],
  'pay.basis': ['基数 {sum}', 'basis {sum}'],
  'pay.tier': ['{from}% 起 {rate}%', '{rate}% from {from}%'],
})
