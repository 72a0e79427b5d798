import { bilingual } from '#shared/bilingual.ts'

export const poolScreenMessages = bilingual({
  'pool.title': ['公海', 'Pool'],
  'pool.all': ['全部', 'All'],
  'pool.sentence': ['{n} 条在公海，{a} 条 A 级，今天新入 {fresh} 条', '{n} wait, {a} of grade A, {fresh} new today'],
})
