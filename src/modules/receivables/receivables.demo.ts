// The money of the story. Plans come from the terms, receipts pay the oldest due, grades and steps from the rules: only what came,
// from whom and on which day is told here.
import { addDays, type Day, daysBetween } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { emitMany } from '#core/events.ts'
import { numberOfYear } from '#core/numbers.ts'
import type { Story } from '#core/story.ts'
import { accountsByIds, type PaymentTerm, termByCode } from '#modules/accounts/index.ts'
import { type ContractRecord, contractsByIds, type StoryContract, storyContracts } from '#modules/contracts/index.ts'
import { calendarOf } from '#modules/organization/index.ts'
import { allocatedPayload, type Booked, bookReceipts, type NewReceipt } from './booking.actions.ts'
import { recomputeCredit } from './credit.actions.ts'
import { dueStep, dunningDefaults } from './dunning.rule.ts'
import { insertSteps, type TakenStep } from './dunning.store.ts'
import { storePlans } from './plan.actions.ts'
import { type Instalment, planOf } from './plan.rule.ts'
import type { ItemRow } from './plan.store.ts'
import { decideBankLine, insertBankLines, learnAlias } from './statement.store.ts'

const MONDAY = '2026-11-23'

/** What came for the old contracts: day and yuan, in the order it came. The 42 others were paid in full on the day of signing. */
const money: { contract: string; account: string; on: Day; yuan: number; payer?: string }[] = [
  { contract: 'CT5', account: 'C11', on: '2026-04-20', yuan: 216_000 },
  { contract: 'CT1', account: 'C03', on: '2026-07-12', yuan: 180_000 },
  { contract: 'CT2', account: 'C04', on: '2026-08-24', yuan: 270_000 },
  { contract: 'CT4', account: 'C15', on: '2026-09-01', yuan: 34_000 },
  { contract: 'CT4', account: 'C15', on: '2026-10-09', yuan: 33_000 },
  { contract: 'CT1', account: 'C03', on: '2026-10-20', yuan: 200_000 },
  { contract: 'CT4', account: 'C15', on: '2026-11-02', yuan: 33_000 },
  { contract: 'CT6', account: 'C24', on: '2026-11-18', yuan: 450_000, payer: '合肥庐阳科技产业发展' },
]

export async function receivablesDemo(ctx: Ctx, story: Story): Promise<void> {
  const contracts = await contractsByIds(
    ctx,
    storyContracts.map((one) => story.id(one.key)),
  )
  const items = await tellPlans(ctx, story, contracts)
  const booked = await tellReceipts(ctx, story)
  await tellBankLines(ctx, story, booked)
  await tellSteps(ctx, story, items, booked)
  await recomputeCredit(ctx, [...new Set(items.map((item) => item.accountId))])
}

/** Due days are those of the written story, moved with it: a month's end does not move with whole weeks. */
async function tellPlans(ctx: Ctx, story: Story, contracts: readonly ContractRecord[]): Promise<ItemRow[]> {
  const calendar = await calendarOf(ctx)
  const plans = storyContracts.map((one) => {
    const contract = contracts.find((row) => row.id === story.id(one.key)) as ContractRecord
    const written = planOf(writtenFacts(one), writtenDeliveries(one), calendar)
    const items = written.map((item): Instalment => moved(item, story, one))
    return { contract, items, onDay: contract.signedOn as Day, at: contract.effectiveAt as string }
  })
  const rows = await storePlans(ctx, plans)
  await emitMany(
    ctx,
    plans.map(({ contract, at }) => {
      const own = rows.filter((row) => row.contractId === contract.id)
      const items = own.map(({ id, no, amountFen, dueOn }) => ({ id, no, amountFen, dueOn }))
      const payload = {
        contractId: contract.id,
        contractNo: contract.number,
        accountId: contract.accountId,
        ownerId: contract.ownerId,
        items,
      }
      return { type: 'receipt_plan.generated', subjectId: own[0]?.planId as string, at, actorId: null, payload }
    }),
  )
  return rows
}

const writtenFacts = (one: StoryContract) => ({
  kind: one.kind,
  amountFen: one.yuan * 100,
  terms: termByCode(one.terms) as PaymentTerm,
  signedOn: one.signedOn,
  deliveredOn: one.deliveredOn ?? null,
  acceptedOn: one.acceptedOn ?? null,
  milestones: {},
})

const writtenDeliveries = (one: StoryContract) =>
  (one.deliveries ?? []).map(({ on, yuan }) => ({ id: on, deliveredOn: on, amountFen: yuan * 100, period: on.slice(0, 7) }))

const moved = (item: Instalment, story: Story, one: StoryContract): Instalment => ({
  ...item,
  dueOn: item.dueOn ? story.day(item.dueOn) : null,
  period: item.deliveryId ? story.day(item.deliveryId).slice(0, 7) : null,
  deliveryId: item.deliveryId ? story.id(`${one.key}-${item.deliveryId.slice(0, 7)}`) : null,
})

async function tellReceipts(ctx: Ctx, story: Story): Promise<Booked[]> {
  const won = storyContracts.filter((one) => one.key.startsWith('H'))
  const paid = won.map((one) => ({ contract: one.key, account: one.account, on: one.signedOn, yuan: one.yuan, payer: undefined }))
  const all = [...money, ...paid].sort((a, b) => a.on.localeCompare(b.on) || a.contract.localeCompare(b.contract))
  const accounts = await accountsByIds(ctx, [...new Set(all.map((one) => story.id(one.account)))])
  const receipts: NewReceipt[] = []
  for (const one of all) {
    const account = accounts.find((row) => row.id === story.id(one.account))
    if (!account) throw new Error(`the story has no account ${one.account}`)
    receipts.push({
      id: story.id(`R-${one.contract}-${one.on}`),
      number: await numberOfYear(ctx, 'HK', story.day(one.on)),
      accountId: account.id,
      ownerId: account.ownerId,
      payer: one.payer ?? account.name,
      amountFen: one.yuan * 100,
      receivedOn: story.day(one.on),
      method: 'transfer',
      maturesOn: null,
      reference: null,
      note: null,
      bankLineId: one.contract === 'CT6' ? story.id('B0') : null,
      recordedBy: story.id('U14'),
      createdAt: story.at(`${one.on} 15:10`),
      allocate: 'oldest',
    })
  }
  const booked = await bookReceipts(ctx, receipts)
  await emitMany(
    ctx,
    booked.flatMap((one) => told(story, one)),
  )
  return booked
}

function told(story: Story, { receipt, parts }: Booked) {
  const common = { subjectId: receipt.id, actorId: story.id('U14'), at: receipt.createdAt }
  const { number, payer, amountFen, unappliedFen, receivedOn, method, accountId, ownerId } = receipt
  const contractIds = [...new Set(parts.map((part) => part.contractId))]
  const payload = { number, payer, amountFen, unappliedFen, receivedOn, method, accountId, ownerId, contractIds }
  return [
    { ...common, type: 'receipt.recorded', payload },
    ...parts.map((part) => ({ ...common, type: 'receipt.allocated', payload: allocatedPayload(receipt, part) })),
  ]
}

/** CT6 came under another name, which finance confirmed; B1 waits for somebody to say what it pays. */
async function tellBankLines(ctx: Ctx, story: Story, booked: readonly Booked[]): Promise<void> {
  const prepaid = booked.find(({ receipt }) => receipt.bankLineId === story.id('B0'))?.receipt
  if (!prepaid) throw new Error('the story has no receipt for CT6')
  const line = {
    id: story.id('B0'),
    onDay: prepaid.receivedOn,
    payer: prepaid.payer,
    amountFen: prepaid.amountFen,
    text: '科创园项目材料预付款',
  }
  const waiting = { id: story.id('B1'), onDay: story.day('2026-11-22'), payer: '同盛商贸', amountFen: 12_800_000, text: '9月货款' }
  await insertBankLines(
    ctx,
    [line, waiting].map((one, index) => ({ ...one, reference: null, dedupKey: `story:B${index}` })),
    story.at('2026-11-22 18:00'),
  )
  await decideBankLine(ctx, line.id, { state: 'matched', receiptId: prepaid.id, reason: null })
  await learnAlias(ctx, prepaid.payer, prepaid.accountId as string)
}

/** Steps that were taken on their days, until the day before the story's Monday; those of its Monday are left to the sweep. */
async function tellSteps(ctx: Ctx, story: Story, items: readonly ItemRow[], booked: readonly Booked[]): Promise<void> {
  const today = story.day(MONDAY)
  const parts = booked.flatMap((one) => one.parts)
  const begun = new Map(storyContracts.map((one) => [story.id(one.key), story.day(one.signedOn)]))
  const steps: TakenStep[] = []
  for (const item of items) {
    if (item.dueOn === null) continue
    const own = parts.filter((part) => part.itemId === item.id)
    const done: number[] = []
    const first = [addDays(item.dueOn, Math.min(...dunningDefaults.remindDays)), begun.get(item.contractId) as Day].sort().at(-1) as Day
    for (let on = first; daysBetween(on, today) > 0; on = addDays(on, 1)) {
      const receivedFen = own.filter((part) => part.onDay <= on).reduce((sum, part) => sum + part.amountFen, 0)
      if (receivedFen >= item.amountFen) break
      const step = dueStep({ ...item, receivedFen, doneSteps: done }, dunningDefaults, on)
      if (!step) continue
      done.push(step.step)
      steps.push({
        itemId: item.id,
        step: step.step,
        stepOn: step.stepOn,
        takenOn: on,
        openFen: step.openFen,
        ownerId: item.ownerId,
        taskId: null,
      })
    }
  }
  await insertSteps(ctx, steps)
}
