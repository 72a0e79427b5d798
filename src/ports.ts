// What an early room or the core needs of a later room, plugged here.
import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadApiKey } from '#core/api-key.ts'
import { askClamd } from '#core/clamd.ts'
import { readClamd } from '#core/config.ts'
import type { Ctx } from '#core/context.ts'
import { loadActor, secondFactorDue, sendCode } from '#core/identity.ts'
import { deliverNotice } from '#core/relay.ts'
import type { House } from '#core/routes.ts'
import type { SmsSender } from '#core/sms.ts'
import { nameAccounts } from '#modules/accounts/index.ts'
import { registerSubject } from '#modules/approvals/index.ts'
import { contractSubject } from '#modules/contracts/index.ts'
import { filesInReach, noScanner, scanner } from '#modules/files/index.ts'
import { nameLeads } from '#modules/leads/index.ts'
import { codeBySms, deliver } from '#modules/notifications/index.ts'
import { nameOpportunities } from '#modules/opportunities/index.ts'
import {
  actorOf,
  filesNamed,
  mustHaveSecondFactor,
  publishedHeads,
  publishHeadLine,
  type Referable,
  referable,
  requiredPlaces,
  sessionOfApiKey,
  street,
} from '#modules/organization/index.ts'
import { quotationSubject } from '#modules/quotations/index.ts'
import { placesOf } from './places.ts'
import { rooms } from './rooms.ts'

export function plugPorts(house: House, dataDir: string, sms: SmsSender): void {
  loadActor.plug((tenantId, memberId, userId) => actorOf(house.pool, tenantId, memberId, userId))
  loadApiKey.plug((tenantId, keyId, secret) => sessionOfApiKey(house, tenantId, keyId, secret))
  secondFactorDue.plug((tenantId, actor) => mustHaveSecondFactor(house, tenantId, actor))
  sendCode.plug((phone, code) => codeBySms(sms, phone, code))
  street.plug(() => rooms)
  deliverNotice.plug(deliver)
  const clamd = readClamd()
  const looks = clamd ? ({ name: 'clamd', look: (bytes: Uint8Array) => askClamd(clamd, bytes) } as const) : noScanner
  scanner.plug(() => looks)
  registerSubject(contractSubject)
  registerSubject(quotationSubject)
  referable.plug((kind) => referables[kind])
  filesNamed.plug(filesInReach)
  requiredPlaces.plug(placesOf)
  const heads = join(dataDir, 'heads.tsv')
  publishHeadLine.plug((line) => appendFile(heads, `${line}\n`))
  publishedHeads.plug(async (tenantId) => headsIn(await readFile(heads, 'utf8').catch(() => '')).get(tenantId) ?? [])
}

const named = (byName: (ctx: Ctx, by: { ids: string[] } | { q: string }) => Promise<{ id: string; name: string }[]>): Referable => ({
  named: (ctx, ids) => byName(ctx, { ids }),
  find: (ctx, q) => byName(ctx, { q }),
})
/** Records a custom field may name, each by the room that owns it. */
const referables = { account: named(nameAccounts), lead: named(nameLeads), opportunity: named(nameOpportunities) }

/** Heads of the sealed chain published outside the database, by tenant; a line is `day\ttenant\tseq\thash`. */
export function headsIn(text: string): Map<string, { seq: number; hash: string }[]> {
  const heads = new Map<string, { seq: number; hash: string }[]>()
  for (const line of text.split('\n')) {
    const [, tenantId, seq, hash] = line.split('\t')
    if (tenantId && seq && hash) heads.set(tenantId, [...(heads.get(tenantId) ?? []), { seq: Number(seq), hash }])
  }
  return heads
}
