// A card with nothing on it but what a test looks at, for subjects of approvals that no room has.
import type { z } from '#core/contract.ts'
import type { Card } from '#modules/approvals/approval.contract.ts'
import type { ApprovalSubject } from '#modules/approvals/index.ts'

export const plainCard = (letter: string, id: string, title: string): z.output<typeof Card> => ({
  number: `${letter}-${id.slice(-4)}`,
  title,
  accountId: null,
  accountLevel: null,
  amountFen: 100,
  link: `/trials/${id}`,
  subtitle: null,
  alarm: null,
  figures: [],
  waterfall: null,
  lines: [],
  facts: [],
  consequence: null,
})

/** A subject whose flow each approval brings itself. */
export const trialSubject = (decided: ApprovalSubject['decided']): ApprovalSubject => ({
  type: 'trial',
  flow: () => ({ key: 'trial', version: 1, steps: [] }),
  card: async (_ctx, id) => plainCard('T', id, '特价申请'),
  decided,
})
