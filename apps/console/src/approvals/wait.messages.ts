import { bilingual } from '#shared/bilingual.ts'

export const waitMessages = bilingual({
  'waits.title': ['等了多久', 'How long it waited'],
  'waits.what': ['审批在哪一步、在谁手里等了多久。', 'Where approvals waited, by step and by person.'],
  'waits.sentence': ['最慢的是 {step}，一半的单要等 {span} 以上。', 'Slowest is {step}: half of them wait longer than {span}.'],
  'waits.range': ['看多久', 'Range'],
  'waits.days': ['近 {n} 天', '{n} days'],
  'waits.steps': ['按步骤', 'By step'],
  'waits.steps.note': ['中位数：一半比它快，一半比它慢', 'median: half are faster, half slower'],
  'waits.people': ['按人', 'By person'],
  'waits.step': ['流程和步骤', 'Flow and step'],
  'waits.person': ['审批人', 'Approver'],
  'waits.answered': ['批过', 'Answered'],
  'waits.median': ['中位等待', 'Median wait'],
  'waits.bar': ['中位等待的长短', 'Median wait as a bar'],
  'waits.slowest': ['最久一次', 'Longest'],
  'waits.open': ['正在等', 'Waiting now'],
  'waits.longest': ['已经等了', 'So far'],
  'waits.empty': ['这段时间没有审批。', 'No approvals in this time.'],
  'waits.empty.body': ['换一段更长的时间看看。', 'Choose a longer range.'],
})
