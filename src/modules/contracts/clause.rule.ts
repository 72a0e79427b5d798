// clause.rule.ts: 合同条款. A template is clauses with {places}; a contract fills them once and keeps its own words.

/** `text` may hold places like {seller}; which there are stands in `clausePlaces`. */
export type ClauseTemplate = { title: string; text: string }
export type TemplatePolicy = { title: string; clauses: readonly ClauseTemplate[] }

export const clausePlaces = ['seller', 'buyer', 'number', 'amount', 'amountWords', 'terms', 'opportunity', 'quotation'] as const
export type ClausePlace = (typeof clausePlaces)[number]

export const templateDefaults: TemplatePolicy = {
  title: '产品购销合同',
  clauses: [
    {
      title: '标的与金额',
      text: '乙方向甲方供应附表所列产品与服务。合同总价 {amount}（大写：{amountWords}），含税。附表与报价单 {quotation} 一致。',
    },
    {
      title: '付款',
      text: '付款方式：{terms}。甲方付至乙方书面告知的账户，以乙方账户收到款项之日为付款日。',
    },
    {
      title: '交货与验收',
      text: '乙方按甲方通知分批送至约定地点。甲方自收货之日起 3 日内验收，逾期未提出书面异议的，视为验收合格。',
    },
    {
      title: '质量与质保',
      text: '产品符合国家及行业现行标准。质保期自验收合格之日起 12 个月，质保期内因产品质量引起的问题由乙方无偿处理。',
    },
    {
      title: '违约责任',
      text: '甲方逾期付款的，每逾期一日按逾期金额的万分之三支付违约金；乙方逾期交货的，每逾期一日按逾期货值的万分之三支付违约金。',
    },
    {
      title: '争议解决',
      text: '因本合同发生的争议，双方协商解决；协商不成的，提交乙方所在地人民法院管辖。',
    },
    {
      title: '生效与签署',
      text: '本合同经双方电子签署后生效，双方约定屏幕手写签名与一次性验证码构成可靠的签署方式。本合同一式两份，电子文本具有同等效力。',
    },
  ],
}

/** Fills the places of every clause. Throws RangeError for a place that no value was given for: a contract has no holes. */
export function fillClauses(template: readonly ClauseTemplate[], values: Readonly<Partial<Record<ClausePlace, string>>>): ClauseTemplate[] {
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, place: string) => {
      const value = values[place as ClausePlace]
      if (value === undefined) throw new RangeError(`the clause asks for {${place}}, which this contract does not have`)
      return value
    })
  return template.map((clause) => ({ title: fill(clause.title), text: fill(clause.text) }))
}

/** Places in a template that nobody can fill; an admin is told them when he saves. */
export function unknownPlaces(template: readonly ClauseTemplate[]): string[] {
  const known: readonly string[] = clausePlaces
  const found = template.flatMap((clause) => [...`${clause.title}${clause.text}`.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string))
  return [...new Set(found)].filter((place) => !known.includes(place))
}
