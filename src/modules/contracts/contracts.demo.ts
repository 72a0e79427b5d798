// The contracts of the story: CT1–CT6 of old customers, H01–H42 of the won leads. Their plans and money follow in receivables.
import type { Ctx } from '#core/context.ts'
import { emitMany } from '#core/events.ts'
import { numberOfYear } from '#core/numbers.ts'
import type { Story } from '#core/story.ts'
import { type PaymentTerm, sourceLeads, termByCode } from '#modules/accounts/index.ts'
import { templateDefaults } from './clause.rule.ts'
import { blank } from './contract.actions.ts'
import { insertContracts, insertDeliveries, type NewContract } from './contract.store.ts'

/** Days of the story, before they are moved; amounts in yuan. */
export interface StoryContract {
  key: string
  account: string
  owner: string
  opportunity: string | null
  kind: 'single' | 'frame'
  yuan: number
  terms: string
  signedOn: string
  deliveredOn?: string
  acceptedOn?: string
  deliveries?: { on: string; yuan: number }[]
}

const old: StoryContract[] = [
  { key: 'CT1', account: 'C03', owner: 'U07', yuan: 600_000, terms: '30/60/10', signedOn: '2026-07-06', acceptedOn: '2026-09-10' },
  { key: 'CT2', account: 'C04', owner: 'U08', yuan: 900_000, terms: '30/60/10', signedOn: '2026-08-17', acceptedOn: '2026-10-27' },
  {
    key: 'CT3',
    account: 'C05',
    owner: 'U08',
    yuan: 224_500,
    terms: 'EOM30',
    signedOn: '2026-08-24',
    deliveries: [
      { on: '2026-09-25', yuan: 128_000 },
      { on: '2026-10-27', yuan: 96_500 },
    ],
  },
  { key: 'CT4', account: 'C15', owner: 'U10', yuan: 100_000, terms: '34/33/33', signedOn: '2026-09-01' },
  { key: 'CT5', account: 'C11', owner: 'U07', yuan: 720_000, terms: '30/60/10', signedOn: '2026-04-13', acceptedOn: '2026-06-15' },
  { key: 'CT6', account: 'C24', owner: 'U12', yuan: 450_000, terms: 'prepaid', signedOn: '2026-11-16' },
].map((one) => ({ opportunity: null, ...one, kind: one.key === 'CT3' ? ('frame' as const) : ('single' as const) }))

const won: StoryContract[] = sourceLeads.flatMap((lead) =>
  lead.contractKey && lead.accountKey && lead.ownerKey && lead.closedOn && lead.amountFen !== null
    ? [
        {
          key: lead.contractKey,
          account: lead.accountKey,
          owner: lead.ownerKey,
          opportunity: lead.opportunityKey,
          kind: 'single' as const,
          yuan: lead.amountFen / 100,
          terms: 'COD',
          signedOn: lead.closedOn,
          deliveredOn: lead.closedOn,
        },
      ]
    : [],
)

/** All 48, in the order of signing: the order of their numbers. */
export const storyContracts: readonly StoryContract[] = [...old, ...won].sort(
  (a, b) => a.signedOn.localeCompare(b.signedOn) || a.key.localeCompare(b.key),
)

export async function contractsDemo(ctx: Ctx, story: Story): Promise<void> {
  const rows: NewContract[] = []
  for (const one of storyContracts) rows.push(contractRow(story, one, await numberOfYear(ctx, 'HT', story.day(one.signedOn))))
  await insertContracts(ctx, rows)
  await insertDeliveries(
    ctx,
    storyContracts.flatMap((one) =>
      (one.deliveries ?? []).map(({ on, yuan }) => ({
        id: story.id(`${one.key}-${on.slice(0, 7)}`),
        contractId: story.id(one.key),
        deliveredOn: story.day(on),
        amountFen: yuan * 100,
        period: story.day(on).slice(0, 7),
        note: null,
        createdAt: story.at(`${on} 17:00`),
      })),
    ),
  )
  await emitMany(
    ctx,
    storyContracts.flatMap((one, index) => eventsOf(story, one, rows[index] as NewContract)),
  )
}

const day = (story: Story, on: string | undefined): string | null => (on ? story.day(on) : null)

function contractRow(story: Story, one: StoryContract, number: string): NewContract {
  const amountFen = one.yuan * 100
  return {
    ...blank,
    id: story.id(one.key),
    number,
    title: one.kind === 'frame' ? '年度供货框架合同' : templateDefaults.title,
    kind: one.kind,
    status: 'effective',
    accountId: story.id(one.account),
    opportunityId: one.opportunity ? story.id(one.opportunity) : null,
    quotationId: null,
    ownerId: story.id(one.owner),
    amountFen,
    terms: termByCode(one.terms) as PaymentTerm,
    lines: [
      {
        productId: null,
        code: '—',
        name: '防水与涂装材料，按送货单',
        unit: '批',
        quantity: '1',
        unitPrice: (amountFen / 100).toFixed(4),
        ratePercent: 13,
        amountFen,
      },
    ],
    clauses: templateDefaults.clauses.map((clause) => ({ ...clause })),
    signedOn: story.day(one.signedOn),
    deliveredOn: day(story, one.deliveredOn),
    acceptedOn: day(story, one.acceptedOn),
    submittedAt: story.at(`${one.signedOn} 09:20`),
    approvedAt: story.at(`${one.signedOn} 10:40`),
    effectiveAt: story.at(`${one.signedOn} 11:30`),
    createdBy: story.id(one.owner),
    createdAt: story.at(`${one.signedOn} 09:05`),
  }
}

function eventsOf(story: Story, one: StoryContract, row: NewContract) {
  const common = { subjectId: row.id, actorId: row.ownerId }
  const { number } = row
  const facts = { accountId: row.accountId, opportunityId: row.opportunityId, amountFen: row.amountFen }
  const effective = { ...facts, contractId: row.id, number, ownerId: row.ownerId, terms: row.terms.code, signedOn: row.signedOn }
  return [
    { ...common, type: 'contract.drafted', at: row.createdAt, payload: { number, ...facts } },
    { ...common, type: 'contract.submitted', at: row.submittedAt as string, payload: { number, amountFen: row.amountFen } },
    {
      ...common,
      type: 'contract.approved',
      at: row.approvedAt as string,
      payload: { number, ownerId: row.ownerId, outcome: 'approved', note: '' },
    },
    { ...common, type: 'contract.effective', at: row.effectiveAt as string, payload: effective },
    ...(one.acceptedOn
      ? [
          {
            ...common,
            type: 'contract.event_recorded',
            at: story.at(`${one.acceptedOn} 16:00`),
            payload: { number, event: 'acceptance', onDay: story.day(one.acceptedOn) },
          },
        ]
      : []),
    ...(one.deliveries ?? []).map(({ on, yuan }) => ({
      ...common,
      type: 'contract.delivered',
      at: story.at(`${on} 17:00`),
      payload: {
        number,
        deliveryId: story.id(`${one.key}-${on.slice(0, 7)}`),
        deliveredOn: story.day(on),
        amountFen: yuan * 100,
        amount: `¥${yuan.toLocaleString('en-US')}.00`,
        period: story.day(on).slice(0, 7),
      },
    })),
  ]
}
