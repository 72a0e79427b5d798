// Four weeks of visits up to the story's Monday, and the plan of that Monday. Positions, stays and steps are told; every verdict on
// them is given by the rules. Photos are part of the templates since the last Friday, so only those visits have them.
import { createHash } from 'node:crypto'
import { addDays, weekdayOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { fromWgs84, type Point } from '#core/geo.ts'
import { burnCaption, drawnPicture } from '#core/images.ts'
import type { Story } from '#core/story.ts'
import { createSite } from '#modules/accounts/index.ts'
import { chainEvidence, storeFile } from '#modules/files/index.ts'
import { setConsent } from '#modules/organization/index.ts'
import { verifyCode, watermarkOf } from './photo.rule.ts'
import { insertPhoto } from './proof.store.ts'
import { demoTemplates, templateOn } from './sop.demo.ts'
import { insertTemplate } from './sop.store.ts'
import { type Place, type Told, tellVisits } from './story.demo.ts'

const ZONE = 'Asia/Shanghai'
/** Whose accounts lie on whose way. */
const rounds: Record<string, string[]> = {
  U07: ['C01', 'C03', 'C02', 'C11', 'C07', 'C08'],
  U08: ['C05', 'C04'],
  U09: ['C09', 'C10', 'C13', 'C12'],
  U10: ['C15', 'C16', 'C20', 'C18', 'C19'],
  U11: ['C17', 'C22', 'C21', 'C23'],
  U12: ['C24', 'C25', 'C14', 'C27', 'C26', 'C29', 'C30', 'C28'],
}
const hours = ['09:20', '11:05', '14:15', '16:10']

/** A week of U07 that the board is held against: 14 visits, 11 valid, 2 closed, 1 invalid. */
const weekOfU07: Told[] = [
  { key: 'V-0716-1', rep: 'U07', subject: 'C02', purpose: 'routine', day: '2026-11-16', at: '09:30', minutes: 18 },
  { key: 'V-0716-2', rep: 'U07', subject: 'C03', purpose: 'deep', day: '2026-11-16', at: '14:10', minutes: 42 },
  { key: 'V-0716-3', rep: 'U07', subject: 'C01', purpose: 'routine', day: '2026-11-16', at: '16:20', minutes: 14 },
  { key: 'V-0717-1', rep: 'U07', subject: 'C07', purpose: 'routine', day: '2026-11-17', at: '11:20', minutes: 3, outcome: 'closed' },
  { key: 'V-0717-2', rep: 'U07', subject: 'C08', purpose: 'routine', day: '2026-11-17', at: '14:00', minutes: 22 },
  {
    key: 'V3',
    rep: 'U07',
    subject: 'C02',
    purpose: 'routine',
    day: '2026-11-18',
    at: '10:05',
    minutes: 12,
    metres: 420,
    accuracyM: 130,
    refused: { at: '10:02', metres: 420, accuracyM: 20 },
  },
  { key: 'V-0718-2', rep: 'U07', subject: 'C03', purpose: 'dunning', day: '2026-11-18', at: '14:30', minutes: 26 },
  { key: 'V-0718-3', rep: 'U07', subject: 'C01', purpose: 'routine', day: '2026-11-18', at: '17:00', minutes: 9 },
  { key: 'V-0719-1', rep: 'U07', subject: 'C11', purpose: 'deep', day: '2026-11-19', at: '10:10', minutes: 55 },
  { key: 'V2', rep: 'U07', subject: 'C03', purpose: 'deep', day: '2026-11-19', at: '16:00', minutes: 5 },
  {
    key: 'V1',
    rep: 'U07',
    subject: 'C01',
    purpose: 'routine',
    day: '2026-11-20',
    at: '09:11',
    minutes: 38,
    metres: 64,
    accuracyM: 9,
    leaves: '堵漏王断货，王老板等补货答复',
    photos: true,
  },
  {
    key: 'V-0720-2',
    rep: 'U07',
    subject: 'C02',
    purpose: 'routine',
    day: '2026-11-20',
    at: '11:00',
    minutes: 20,
    leaves: '竞品降价 4%，要一份对比表',
    photos: true,
  },
  {
    key: 'V-0720-3',
    rep: 'U07',
    subject: 'C08',
    purpose: 'routine',
    day: '2026-11-20',
    at: '15:30',
    minutes: 4,
    outcome: 'closed',
    photos: true,
  },
  {
    key: 'V-0720-4',
    rep: 'U07',
    subject: 'C07',
    purpose: 'routine',
    day: '2026-11-20',
    at: '17:10',
    minutes: 11,
    leaves: '陈列架下周换新',
    photos: true,
  },
]

/** Records whose finer verdicts (frozen, impossible travel, likeness of photos) belong to other rules. */
const cases: Told[] = [
  { key: 'V9', rep: 'U07', subject: 'C01', site: 'S-V9', purpose: 'routine', day: '2026-11-10', at: '15:20', minutes: 12, metres: 465 },
  { key: 'V5a', rep: 'U07', subject: 'C01', purpose: 'routine', day: '2026-11-12', at: '10:00', minutes: 20 },
  { key: 'V5', rep: 'U07', subject: 'C24', purpose: 'routine', day: '2026-11-12', at: '10:45', minutes: 12 },
  {
    key: 'V4',
    rep: 'U11',
    subject: 'C23',
    purpose: 'routine',
    day: '2026-11-20',
    at: '09:12',
    minutes: 19.85,
    metres: 86,
    accuracyM: 18,
    frozen: 30,
    photos: true,
  },
  { key: 'V6a', rep: 'U12', subject: 'C24', purpose: 'deep', day: '2026-11-20', at: '10:05', minutes: 48, photos: true, frame: 'V6' },
  { key: 'V6', rep: 'U12', subject: 'C25', purpose: 'routine', day: '2026-11-20', at: '16:40', minutes: 15, photos: true, frame: 'V6' },
  {
    key: 'V7',
    rep: 'U08',
    subject: 'C04',
    purpose: 'deep',
    day: '2026-11-20',
    at: '14:02',
    minutes: 51,
    offline: { syncedAt: '17:55' },
    photos: true,
  },
  { key: 'V8', rep: 'U09', subject: 'C10', purpose: 'routine', day: '2026-11-20', at: '09:30', minutes: 630, auto: true, photos: true },
  // The last visit at C06 before it went quiet.
  { key: 'V-C06', rep: 'U08', subject: 'C06', purpose: 'deep', day: '2026-10-30', at: '10:20', minutes: 44 },
]

const plans: { rep: string; subject: string; purpose: Told['purpose']; at: string; goal: string; key?: string }[] = [
  { rep: 'U07', subject: 'C01', purpose: 'routine', at: '09:10', goal: '拿下 JS 涂料 60 桶补货意向', key: 'V-TODAY-1' },
  { rep: 'U07', subject: 'C03', purpose: 'dunning', at: '10:20', goal: '对账单已备好，要到 160,000 的付款日期', key: 'V-TODAY-2' },
  { rep: 'U07', subject: 'C02', purpose: 'routine', at: '14:00', goal: '送竞品对比表，14 天周期到期', key: 'V-TODAY-3' },
  { rep: 'U07', subject: 'C07', purpose: 'routine', at: '16:30', goal: '竞品价复核', key: 'V-TODAY-4' },
  { rep: 'U08', subject: 'C04', purpose: 'deep', at: '09:30', goal: '确认决策人和合同条款' },
  { rep: 'U08', subject: 'C05', purpose: 'routine', at: '14:30', goal: '对 9 月、10 月货款' },
  { rep: 'U09', subject: 'C09', purpose: 'deep', at: '10:00', goal: '拿到盖章报价单' },
  { rep: 'U09', subject: 'C13', purpose: 'routine', at: '15:00', goal: '补库存，看陈列' },
  { rep: 'U10', subject: 'C15', purpose: 'routine', at: '09:40', goal: '推美缝剂首批 200 支' },
  { rep: 'U10', subject: 'C20', purpose: 'deep', at: '14:00', goal: '谈方案和预算' },
  { rep: 'U11', subject: 'C17', purpose: 'routine', at: '10:30', goal: '送合同草稿，定签约日' },
  { rep: 'U11', subject: 'C22', purpose: 'deep', at: '15:30', goal: '摸清二期用量' },
  { rep: 'U12', subject: 'C24', purpose: 'deep', at: '09:30', goal: '补需求表，问预算' },
  { rep: 'U12', subject: 'C25', purpose: 'routine', at: '15:00', goal: '盘库存，收竞品价' },
]

export async function visitsDemo(ctx: Ctx, story: Story): Promise<void> {
  for (const { template, since } of demoTemplates) await insertTemplate(ctx, template, story.at(`${since} 09:00`))
  for (const rep of Object.keys(rounds)) await consent(ctx, story, rep)
  const places = await placesOf(ctx, story)
  const home = places.get('C01')
  if (home?.point) await doubtedSite(ctx, story, home, places)
  const told = [...ordinary(places), ...weekOfU07, ...cases]
  const visits = await tellVisits(ctx, story, told, places)
  for (const visit of visits.filter((one) => one.told.photos)) await tellPhotos(ctx, story, visit)
  await tellPlans(ctx, story, places)
}

async function consent(ctx: Ctx, story: Story, rep: string): Promise<void> {
  const person: Ctx = { ...ctx, now: new Date(story.at('2026-10-26 08:40')), actor: { ...ctx.actor, memberId: story.id(rep) } }
  await setConsent(person, { purpose: 'check_in_position', given: true })
}

/** Where the accounts are: their first site. */
async function placesOf(ctx: Ctx, story: Story): Promise<Map<string, Place>> {
  const rows = await ctx.tx.rows(sql<
    Place & { accountId: string; lat: number | null; lng: number | null }
  >`select a.id as account_id, a.name, a.city, a.segment, s.id as site_id,
      s.lat, s.lng, s.source as site_source, s.verified as site_verified, s.radius_m,
      (select c.id from contact c where c.tenant_id = a.tenant_id and c.account_id = a.id order by c.is_primary desc, c.created_at limit 1) as contact_id
    from account a join lateral (select * from site t where t.tenant_id = a.tenant_id and t.subject_id = a.id order by t.is_primary desc, t.created_at limit 1) s on true
    where a.tenant_id = ${ctx.tenantId}`)
  const byId = new Map(
    rows.map((row) => [row.accountId, { ...row, point: row.lat === null || row.lng === null ? null : { lat: row.lat, lng: row.lng } }]),
  )
  const keys = Array.from({ length: 30 }, (_, index) => `C${String(index + 1).padStart(2, '0')}`)
  return new Map(keys.flatMap((key) => (byId.has(story.id(key)) ? [[key, byId.get(story.id(key)) as Place]] : [])))
}

/** V9: a point read off a Chinese map and entered as WGS-84. */
async function doubtedSite(ctx: Ctx, story: Story, home: Place, places: Map<string, Place>): Promise<void> {
  const point = fromWgs84(home.point as Point, 'GCJ02')
  const site = await createSite(ctx, {
    subjectType: 'account',
    subjectId: story.id('C01'),
    name: '恒筑仓库',
    point,
    source: 'entered',
    isPrimary: false,
  })
  places.set('S-V9', { ...home, siteId: site.id, point, siteSource: 'entered', siteVerified: false, radiusM: null, standing: home.point })
}

/** The ordinary days of four weeks; those told one by one are left out. */
function ordinary(places: Map<string, Place>): Told[] {
  const list: Told[] = []
  let turn = 0
  for (let day = '2026-10-26'; day <= '2026-11-20'; day = addDays(day, 1)) {
    if (weekdayOf(day) > 5) continue
    for (const [rep, keys] of Object.entries(rounds)) {
      if (!worksOrdinarily(rep, day)) continue
      const count = rep === 'U12' ? 1 : 2
      for (let n = 0; n < count; n++) {
        const subject = keys[(turn + n) % keys.length] as string
        const deep = places.get(subject)?.segment === 'ka'
        const swing = (turn * 7 + n * 11) % 17
        list.push({
          key: `V-${rep}-${day}-${n}`,
          rep,
          subject,
          purpose: deep ? 'deep' : 'routine',
          day,
          at: hours[(n * 2 + (turn % 2)) % hours.length] as string,
          minutes: deep ? 24 + swing * 2 : 7 + swing,
          metres: 12 + swing * 5,
          accuracyM: 6 + (swing % 9),
          ...(swing === 13 ? { outcome: 'nobody_met' as const, minutes: 4 } : {}),
        })
      }
      turn += 1
    }
  }
  return list
}

function worksOrdinarily(rep: string, day: string): boolean {
  if (rep === 'U07') return day < '2026-11-16' && day !== '2026-11-10' && day !== '2026-11-12'
  // On the last Friday they have visits of their own, told above.
  return day < '2026-11-20' && !(rep === 'U08' && day === '2026-10-30')
}

type Written = Awaited<ReturnType<typeof tellVisits>>[number]

/** One photo for each photo step, drawn, burnt and chained as the server does it with a live one. */
async function tellPhotos(ctx: Ctx, story: Story, { id, told, template, place, position, repName }: Written): Promise<void> {
  const steps = template.steps.filter((step) => step.type === 'photo').slice(0, told.outcome && told.outcome !== 'done' ? 1 : undefined)
  for (const [index, step] of steps.entries()) {
    const takenAt = new Date(Date.parse(story.at(`${told.day} ${told.at}`)) + (index + 1) * 70_000)
    const recordedAt = told.offline ? story.at(`${told.day} ${told.offline.syncedAt}`) : takenAt.toISOString()
    const tone = 120 + ((Number.parseInt(id.slice(0, 4), 16) + index * 40) % 90)
    const grey = (value: number): string => `#${value.toString(16).padStart(2, '0').repeat(3)}`
    const frame = await drawnPicture({
      width: 480,
      height: 640,
      sky: told.frame ? '#9db8cc' : grey(Math.min(255, tone + 60)),
      wall: told.frame ? '#b0a79b' : grey(tone),
      sign: index === 0 ? '#1d5aa6' : '#7a4a21',
      words: told.frame && index === 0 ? '防水涂料' : place.name.slice(0, 8),
    })
    const originalSha256 = createHash('sha256').update(frame).digest('hex')
    const code = `${step.key}-${id}`
      .replace(/[^23456789ABCDEFGHJKMNPQRSTUVWXYZ]/gi, '')
      .toUpperCase()
      .slice(-4)
    const caption = watermarkOf({
      at: takenAt,
      zone: ZONE,
      account: place.name,
      place: place.city,
      point: position.point,
      accuracyM: position.accuracyM,
      rep: repName,
    })
    const burnt = await burnCaption(frame, {
      head: caption.time,
      beside: [caption.day, '时间来自服务器'],
      lines: [caption.account, caption.place ?? ''],
      left: caption.rep,
      right: `验真码 ${verifyCode(code, originalSha256)}`,
    })
    const taken: Ctx = { ...ctx, now: new Date(recordedAt), actor: { ...ctx.actor, memberId: story.id(told.rep) } }
    const file = await storeFile(taken, {
      bytes: burnt.bytes,
      name: `${code}.jpg`,
      purpose: 'visit_photo',
      subjectType: 'visit',
      subjectId: id,
    })
    const photo = {
      id: story.id(`P-${told.key}-${step.key}`),
      stepKey: step.key,
      fileId: file.id,
      originalSha256,
      challenge: code,
      verifyCode: verifyCode(code, originalSha256),
      capturedAt: takenAt.toISOString(),
      recordedAt,
      offline: told.offline !== undefined,
      ...position.point,
      accuracyM: position.accuracyM,
      width: burnt.width,
      height: burnt.height,
    }
    await insertPhoto(taken, id, photo, story.id(told.rep))
    await chainEvidence(taken, file.id, {
      visitId: id,
      step: step.key,
      memberId: story.id(told.rep),
      originalSha256,
      challenge: code,
      ...position.point,
    })
  }
}

async function tellPlans(ctx: Ctx, story: Story, places: Map<string, Place>): Promise<void> {
  const day = story.day('2026-11-23')
  const rows = plans.map((plan, index) => {
    const template = templateOn(plan.purpose, '2026-11-23')
    return {
      id: story.id(plan.key ?? `V-PLAN-${index}`),
      owner_id: story.id(plan.rep),
      subject_id: story.id(plan.subject),
      site_id: places.get(plan.subject)?.siteId ?? null,
      purpose: plan.purpose,
      template_key: template.key,
      template_version: template.version,
      template_zh: template.zh,
      template_en: template.en,
      steps: template.steps,
      steps_total: template.steps.length - 2,
      at: story.at(`2026-11-23 ${plan.at}`),
      sequence: index + 1,
      goal: plan.goal,
    }
  })
  await ctx.tx.run(sql`insert into visit (tenant_id, subject_type, status, planned_on, planned_at, planned_by, created_at, id, owner_id, subject_id, site_id, purpose, template_key,
      template_version, template_zh, template_en, steps, steps_total, at, sequence, goal)
    select ${ctx.tenantId}::uuid, 'account', 'planned', ${day}::date, t.at, t.owner_id, ${story.at('2026-11-20 18:10')}::timestamptz, t.*
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, owner_id uuid, subject_id uuid, site_id uuid, purpose text, template_key text, template_version int,
      template_zh text, template_en text, steps jsonb, steps_total int, at timestamptz, sequence int, goal text)`)
}
