import { bilingual } from '#shared/bilingual.ts'

export const boardScreenMessages = bilingual({
  'board.morning': ['早会', 'Morning meeting'],
  'board.team': ['团队', 'Team'],
  'board.team.sentence': ['{from} 到 {until}', '{from} to {until}'],
  'board.overdue': ['逾期', 'Overdue'],
  'board.dueSoon': ['7 天内到期', 'Due within 7 days'],
  'board.completion': ['回款完成率', 'Receipt completion'],
  'board.stuck': ['卡住的商机', 'Stuck opportunities'],
  'board.ranking': ['到账排名', 'Ranking by money arrived'],
  'board.visits': ['昨天拜访', 'Visits'],
  'board.visits.line': [
    '{n} 次，有效 {valid}，无效 {invalid}，到访未成 {attempted}',
    '{n}, {valid} valid, {invalid} invalid, {attempted} attempted',
  ],
  'board.item': ['{contract} 第 {no} 期 · {owner}', '{contract}, no. {no} · {owner}'],
  'board.late': ['{days} 天', '{days} d'],
  'board.n': ['{n} 笔', '{n} items'],
  'board.stuck.n': ['{n} 个，{sum}', '{n}, {sum}'],
  'board.team.visits': ['拜访 {visits}，有效 {valid}', '{visits} visits, {valid} valid'],
  'board.team.leads': ['线索 {held}，快到期 {burning}', '{held} leads, {burning} burning'],
  'board.team.money': ['到账 {received}，逾期 {overdue}', '{received} in, {overdue} overdue'],
  'board.team.opps': ['商机 {n}，{sum}', '{n} opportunities, {sum}'],
  'board.nothing': ['没有', 'none'],
})
