import type { Messages } from '#core/messages.ts'
import { boardMessages } from './board.messages.ts'
import { briefingMessages } from './briefing.messages.ts'
import { threadMessages } from './thread.messages.ts'

/** What the server itself says: refusals and the sentences it sends with figures. Words of the screens stand with the screens. */
export const insightMessages: Messages = {
  zh: {
    'insight.period_reversed': '起始日 {from} 晚于截止日 {until}。把两个日子换过来。',
    ...threadMessages.zh,
    ...briefingMessages.zh,
    ...boardMessages.zh,
  },
  en: {
    'insight.period_reversed': 'The first day {from} is after the last day {until}. Swap the two.',
    ...threadMessages.en,
    ...briefingMessages.en,
    ...boardMessages.en,
  },
}
