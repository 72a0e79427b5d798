// Price books of the story, and its quotations: three the customers agreed to, one that waits for 周启明, one still a draft.
import type { Ctx } from '#core/context.ts'
import { takeNumbers } from '#core/numbers.ts'
import type { Story } from '#core/story.ts'
import { decide, insertFlow } from '#modules/approvals/index.ts'
import { quotationFlow } from './discount.rule.ts'
import { stampedCopy } from './pdf.actions.ts'
import { insertBooks, insertEntries } from './price.store.ts'
import { accept, createDraft, send, stamp } from './quotation.actions.ts'
import { viewAny } from './quotation.store.ts'
import { submitQuotation } from './submission.actions.ts'

/** product, list, floor, cost: yuan per unit with tax */
const prices = [
  ['P01', '260', '208', '165'],
  ['P02', '420', '345', '276'],
  ['P03', '380', '312', '255'],
  ['P04', '460', '380', '310'],
  ['P05', '580', '470', '372'],
  ['P06', '398', '320', '248'],
  ['P07', '58', '46', '36'],
  ['P08', '68', '52', '38'],
  ['P09', '48', '38', '28'],
  ['P10', '320', '260', '205'],
  ['P11', '45', '36', '28'],
  ['P12', '6', '5', '3'],
] as const
const books = [
  ['project', '项目价格表', 'Project prices', null, '1'],
  ['ka', 'KA 价格表', 'Key account prices', 'ka', '0.90'],
  ['dealer', '经销价格表', 'Dealer prices', 'dealer', '0.86'],
] as const

type Line = readonly [product: string, quantity: string, unitPrice?: string]
const listed: Line[] = [
  ['P02', '2100'],
  ['P03', '600'],
  ['P11', '2000'],
]
/** Agreed quotations in the project book: account, who, made, lines, sent, stamped, accepted. */
const agreed = [
  {
    account: 'C03',
    who: 'U07',
    at: '2026-10-26 10:15',
    lines: [
      ['P03', '1000'],
      ['P01', '1000'],
    ] as Line[],
    sent: '2026-10-26 14:00',
    stamped: '2026-11-01 16:20',
    accepted: '2026-11-04 09:40',
  },
  {
    account: 'C04',
    who: 'U08',
    at: '2026-10-29 09:50',
    lines: listed,
    sent: '2026-10-29 15:30',
    stamped: '2026-11-05 16:10',
    accepted: '2026-11-10 11:05',
  },
  {
    account: 'C17',
    who: 'U11',
    at: '2026-11-09 10:30',
    lines: [
      ['P01', '400'],
      ['P03', '200'],
    ] as Line[],
    sent: '2026-11-09 11:40',
    stamped: '2026-11-12 10:50',
    accepted: '2026-11-18 15:20',
  },
]
const names: Record<string, string> = { U04: '高志远', U07: '林晓峰', U08: '孙倩', U09: '王磊', U11: '赵文博', U15: '管理员' }

/** The company's own flow: the manager sees what goes beyond his right before the director does. */
const companyFlow = () => {
  const flow = quotationFlow('owner', 2)
  const [manager, ...rest] = flow.steps
  return { ...flow, steps: [{ ...manager, when: { fact: 'level', op: 'in', value: ['manager', 'director'] } as const }, ...rest] }
}

/** As this member, at this time of the story; acts run as they did. */
function as(ctx: Ctx, story: Story, who: string, at: string): Ctx {
  return { ...ctx, now: new Date(story.at(at)), actor: { ...ctx.actor, memberId: story.id(who), name: names[who] ?? who } }
}

/** The price books alone, as the industry pack brings them. */
export async function priceBooksDemo(ctx: Ctx, story: Story): Promise<void> {
  const since = story.day('2026-01-05')
  await insertBooks(
    ctx,
    books.map(([code, name, nameEn, segment, factor]) => ({
      id: story.id(`book/${code}`),
      code,
      name,
      nameEn,
      segment,
      factor,
      effectiveFrom: since,
    })),
  )
  await insertEntries(
    ctx,
    prices.map(([product, listPrice, floorPrice, costPrice]) => ({
      id: story.id(`price/${product}`),
      productId: story.id(product),
      listPrice,
      floorPrice,
      costPrice,
      effectiveFrom: since,
    })),
  )
}

export async function quotationsDemo(ctx: Ctx, story: Story): Promise<void> {
  await priceBooksDemo(ctx, story)
  await insertFlow(as(ctx, story, 'U15', '2026-03-02 09:00'), companyFlow(), '经理先看，再到总监')
  // The year had others before; 南京河西嘉业 is the 731st.
  await takeNumbers(ctx, `BJ-${story.day('2026-11-23').slice(0, 4)}`, 730 - agreed.length)
  for (const one of agreed) await tellAgreed(ctx, story, one)
  await tellWaiting(ctx, story)
  await draftOf(ctx, story, 'U07', '2026-11-20 16:30', 'C11', [
    ['P02', '1500'],
    ['P10', '800'],
  ])
}

async function draftOf(ctx: Ctx, story: Story, who: string, at: string, account: string, lines: Line[]): Promise<string> {
  return await createDraft(as(ctx, story, who, at), {
    opportunityId: story.id(`O-${account}`),
    bookId: story.id('book/project'),
    lines: lines.map(([product, quantity, unitPrice]) => ({ productId: story.id(product), quantity, unitPrice: unitPrice ?? null })),
  })
}

async function tellAgreed(ctx: Ctx, story: Story, one: (typeof agreed)[number]): Promise<void> {
  const id = await draftOf(ctx, story, one.who, one.at, one.account, one.lines)
  await submitQuotation(as(ctx, story, one.who, one.at), { id })
  await send(as(ctx, story, one.who, one.sent), { id, by: 'email' })
  const stamping = as(ctx, story, one.who, one.stamped)
  await stamp(stamping, { id, file: await stampedCopy(stamping, id) })
  await accept(as(ctx, story, one.who, one.accepted), { id })
}

/** The test quotation of the price rules: 11-20 submitted, 高志远 agreed, 周启明 is asked since 17:42. */
async function tellWaiting(ctx: Ctx, story: Story): Promise<void> {
  const lines: Line[] = [
    ['P02', '300', '386.40'],
    ['P03', '200', '342.00'],
    ['P11', '1500', '36.90'],
  ]
  const id = await draftOf(ctx, story, 'U09', '2026-11-20 15:40', 'C09', lines)
  await submitQuotation(as(ctx, story, 'U09', '2026-11-20 16:05'), { id, note: '客户要三家比价，施工单价压到 36.9 能拿下防水卷材整单。' })
  const approvalId = (await viewAny(ctx, id))?.approvalId as string
  await decide(as(ctx, story, 'U04', '2026-11-20 17:42'), {
    id: approvalId,
    answer: 'approve',
    note: '防水卷材给到 9 折，施工单价注意底价。',
  })
}
