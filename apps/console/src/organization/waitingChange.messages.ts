import { bilingual } from '#shared/bilingual.ts'

export const waitingChangeMessages = bilingual({
  'org.change.waiting': ['有一处改动在等审批，批了才生效。', 'A change waits for its approval; it counts once that is given.'],
  'org.change.look': ['看审批', 'See the approval'],
})
