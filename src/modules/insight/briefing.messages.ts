import type { Messages } from '#core/messages.ts'

export const briefingMessages: Messages = {
  zh: {
    'briefing.goal.collect': '收回逾期 {lateFen}，已 {days} 天',
    'briefing.goal.confirm_due': '确认 {dueOn} 到期的 {openFen}',
    'briefing.goal.left_over': '答复上次留下的：{text}',
    'briefing.goal.keep_cadence': '按节奏拜访，已过 {days} 天',
    'briefing.goal.find_need': '问清需求：用在哪、多少、什么时候',
    'briefing.goal.gate.need_form': '{opportunity}：填好需求表',
    'briefing.goal.gate.contact': '{opportunity}：认识对接人',
    'briefing.goal.gate.valid_deep_visit': '{opportunity}：做一次有效深访',
    'briefing.goal.gate.budget_known': '{opportunity}：问到预算',
    'briefing.goal.gate.decision_maker': '{opportunity}：确认谁拍板',
    'briefing.goal.gate.quotation_stamped': '{opportunity}：拿到盖章报价单',
  },
  en: {
    'briefing.goal.collect': 'Collect {lateFen}, {days} days overdue',
    'briefing.goal.confirm_due': 'Confirm {openFen} due on {dueOn}',
    'briefing.goal.left_over': 'Answer what was left over: {text}',
    'briefing.goal.keep_cadence': 'Keep the cadence: {days} days past',
    'briefing.goal.find_need': 'Find the need: where, how much, when',
    'briefing.goal.gate.need_form': '{opportunity}: fill in the needs form',
    'briefing.goal.gate.contact': '{opportunity}: meet the contact',
    'briefing.goal.gate.valid_deep_visit': '{opportunity}: a deep visit that counts',
    'briefing.goal.gate.budget_known': '{opportunity}: learn the budget',
    'briefing.goal.gate.decision_maker': '{opportunity}: find out who decides',
    'briefing.goal.gate.quotation_stamped': '{opportunity}: bring the stamped quotation',
  },
}
