// 驾驶舱: reads every room and writes none: search, one thread, briefing, today, boards and reports.
import { bind, defineRoom } from '#core/room.ts'
import { morningBoard, team } from './board.actions.ts'
import { boardContract } from './board.contract.ts'
import { briefing } from './briefing.actions.ts'
import { briefingContract } from './briefing.contract.ts'
import { counts, today } from './home.actions.ts'
import { homeContract } from './home.contract.ts'
import { insightMessages } from './insight.messages.ts'
import { stuckPolicy } from './insight.policy.ts'
import { channelReport, fiveNumbers, forecast, funnel } from './report.actions.ts'
import { reportContract } from './report.contract.ts'
import { search } from './search.actions.ts'
import { searchContract } from './search.contract.ts'
import { thread, threadEvents } from './thread.actions.ts'
import { threadContract } from './thread.contract.ts'

const contract = { ...searchContract, ...threadContract, ...briefingContract, ...homeContract, ...boardContract, ...reportContract }

export const insight = defineRoom({
  name: 'insight',
  title: { zh: '驾驶舱', en: 'Insight' },
  contract,
  actions: bind(contract, {
    search,
    thread,
    threadEvents,
    briefing,
    today,
    counts,
    morningBoard,
    team,
    channelReport,
    forecast,
    funnel,
    fiveNumbers,
  }),
  tables: [],
  permissions: {
    'insight.board': {
      zh: '看早会看板和团队',
      en: 'See the morning board and the team',
      standard: { gm: 'all', director: 'all', manager: 'subtree' },
    },
    'insight.channel': { zh: '看渠道回报', en: 'See the channel report', standard: { gm: 'all', director: 'all', marketing: 'all' } },
    'insight.forecast': {
      zh: '看漏斗与回款预测',
      en: 'See the funnel and the receipts forecast',
      standard: { gm: 'all', director: 'all', manager: 'subtree', finance: 'all' },
    },
  },
  policies: [stuckPolicy],
  events: {},
  reactions: {},
  notices: {},
  jobs: [],
  messages: insightMessages,
})
