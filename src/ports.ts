// What an early room or the core needs of a later room, plugged here.
import { openAsBlob } from 'node:fs'
import { appendFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { loadApiKey } from '#core/api-key.ts'
import { askClamd } from '#core/clamd.ts'
import { readClamd } from '#core/config.ts'
import type { Ctx } from '#core/context.ts'
import { writing } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { loadActor, loadDevice, secondFactorDue, sendCode } from '#core/identity.ts'
import { asSystem, type JobHost, type Jobs } from '#core/jobs.ts'
import type { Say } from '#core/messages.ts'
import { sendPhoneCode } from '#core/phone-check.ts'
import { deliverNotice } from '#core/relay.ts'
import type { House } from '#core/routes.ts'
import type { SmsSender } from '#core/sms.ts'
import { archivesIn, exportTenant } from '#core/tenant-archive.ts'
import { contactAsPerson, findContactsBy, nameAccounts } from '#modules/accounts/index.ts'
import { registerSubject, requestApproval, voidApproval } from '#modules/approvals/index.ts'
import { contractSubject } from '#modules/contracts/index.ts'
import { filesInReach, noScanner, scanner } from '#modules/files/index.ts'
import { sayReason, workSoon } from '#modules/imports/index.ts'
import { actionsOf, adapterOf, carrySms } from '#modules/integrations/index.ts'
import { nameLeads } from '#modules/leads/index.ts'
import { actionsFor, apart, channelAdapter, codeBySms, deliver, sayFor, sendSoon } from '#modules/notifications/index.ts'
import { nameOpportunities } from '#modules/opportunities/index.ts'
import {
  actorOf,
  bornRoles,
  contactPerson,
  deviceChange,
  directorySource,
  dropApproval,
  filesNamed,
  findContacts,
  mustHaveSecondFactor,
  policyChange,
  publishedHeads,
  publishHeadLine,
  type Referable,
  referable,
  requestApproval as requestChangeApproval,
  requiredPlaces,
  roleChange,
  sessionOfApiKey,
  stateOfDevice,
  street,
  tenantArchive,
  wecomDirectory,
} from '#modules/organization/index.ts'
import { quotationSubject } from '#modules/quotations/index.ts'
import { placesOf } from './places.ts'
import { rooms, standardRoles } from './rooms.ts'

/** What the rooms are plugged to: who does background work, who speaks, who carries short messages. */
export interface Plugs {
  host: JobHost
  say: Say
  sms: SmsSender
}

export function plugPorts(house: House, dataDir: string, { host, say, sms }: Plugs): void {
  tenantArchive.plug((ctx) => archiveFor(house, ctx, dataDir))
  loadActor.plug((tenantId, memberId, userId) => actorOf(house.pool, tenantId, memberId, userId))
  loadApiKey.plug((tenantId, keyId, secret) => sessionOfApiKey(house, tenantId, keyId, secret))
  loadDevice.plug((tenantId, memberId, key) => stateOfDevice(house.pool, tenantId, memberId, key))
  secondFactorDue.plug((tenantId, actor) => mustHaveSecondFactor(house, tenantId, actor))
  sendCode.plug((phone, code) => codeBySms(sms, phone, code))
  sendPhoneCode.plug((phone, code) => codeBySms(sms, phone, code))
  street.plug(() => rooms)
  bornRoles.plug(standardRoles)
  directorySource.plug(wecomDirectory(process.env.FIELDLOOP_WECOM ?? 'https://qyapi.weixin.qq.com'))
  deliverNotice.plug(deliver)
  const clamd = readClamd()
  const looks = clamd ? ({ name: 'clamd', look: (bytes: Uint8Array) => askClamd(clamd, bytes) } as const) : noScanner
  contactPerson.plug(contactAsPerson)
  findContacts.plug(findContactsBy)
  scanner.plug(() => looks)
  channelAdapter.plug(adapterOf)
  carrySms.plug(sms)
  actionsFor.plug(actionsOf)
  apart.plug((tenantId, work) => asSystem(host, tenantId, 'outbox', work))
  sayFor.plug(say)
  sendSoon.plug(() => {})
  workSoon.plug(() => {})
  sayReason.plug(say)
  registerSubject(contractSubject)
  registerSubject(quotationSubject)
  referable.plug((kind) => referables[kind])
  filesNamed.plug(filesInReach)
  requiredPlaces.plug(placesOf)
  registerSubject(roleChange)
  registerSubject(policyChange)
  registerSubject(deviceChange)
  requestChangeApproval.plug(requestApproval)
  dropApproval.plug(voidApproval)
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

// A download may take long, and may break off: the file it reads from goes when nobody can still be reading.
const ARCHIVE_LIVES_MS = 3_600_000

/** Made on disk and sent from there: no archive has to fit into memory. */
async function archiveFor(house: House, ctx: Ctx, dataDir: string): Promise<File> {
  const folder = archivesIn(dataDir)
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(folder)) {
    const old = join(folder, name)
    if ((await stat(old)).mtimeMs < Date.now() - ARCHIVE_LIVES_MS) await rm(old, { force: true })
  }
  const path = join(folder, `${ctx.requestId}.tar.gz`)
  const { identity, objects } = ctx.services
  const { tenant } = await exportTenant({ pool: house.pool, identityPool: identity.pool, objects }, ctx.tenantId, path, ctx.now)
  setTimeout(() => void rm(path, { force: true }), ARCHIVE_LIVES_MS).unref()
  await writing(house.pool, ctx.tenantId, (tx) => emit({ ...ctx, tx }, 'tenant.exported', ctx.tenantId))
  return new File([await openAsBlob(path)], `${tenant.code}.fieldloop.tar.gz`, { type: 'application/gzip' })
}

/** Where a server runs, messages leave and tables are worked on at once and not with the next minute. */
export function sweepSoon(jobs: Jobs): void {
  sendSoon.plug(oneAfterAnother('message.send'))
  workSoon.plug(oneAfterAnother('import.work'))

  function oneAfterAnother(job: string): (tenantId: string) => void {
    const running = new Map<string, Promise<unknown>>()
    return (tenantId) => {
      const before = running.get(tenantId) ?? Promise.resolve()
      running.set(
        tenantId,
        before.then(() => jobs.runNow(job, tenantId)).catch(() => 0), // the timetable tries again
      )
    }
  }
}
