// 自定义字段 over HTTP: added by an admin, they are at once in forms, lists, filters, import, export, the API, rules and gates.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { csvRecords } from '#core/csv.ts'
import { sql } from '#core/db.ts'
import { allPermissions, openWorld } from '#testing/world.ts'
import { standardRoles } from '../../rooms.ts'

const world = await openWorld()
const rights = standardRoles().find((role) => role.code === 'rep')?.permissions ?? {}
type Caller = Awaited<ReturnType<typeof world.browser>>
// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, judged by the assertions
const body = (answer: { status: number; body: any }, status = 200): any => {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  return answer.body
}
/** The refusal's code; its sentence is in words, never a bare key. */
const refused = (answer: { status: number; body: { code: string; detail: string } }, status = 422): string => {
  body(answer, status)
  assert.ok(answer.body.detail.length > 8 && !answer.body.detail.includes('custom_field.'), JSON.stringify(answer.body))
  return answer.body.code
}

async function office() {
  const company = await world.company()
  const admin = await world.browser(await company.member('方敏', allPermissions()))
  const rep = await company.member('林晓峰', rights)
  return { company, admin, rep, call: await world.browser(rep) }
}
const add = async (admin: Caller, subjectType: string, key: string, type: string, more: object = {}) =>
  body(await admin('POST', '/custom-fields', { subjectType, key, type, zh: `字段${key}`, en: `Field ${key}`, ...more }))
const sizes = {
  options: [
    { key: 'large', zh: '大', en: 'Large' },
    { key: 'small', zh: '小', en: 'Small' },
  ],
}
let phones = 100
const lead = async (call: Caller, company: string, custom?: object): Promise<string> =>
  body(
    await call('POST', '/leads', {
      company,
      contactName: '王德发',
      phone: `1390001${String(phones++).padStart(4, '0')}`,
      city: '苏州',
      channel: 'own',
      to: 'me',
      custom,
    }),
  ).leadId
const companies = (answer: { status: number; body: { items: { company: string }[] } }): string[] =>
  body(answer)
    .items.map((row: { company: string }) => row.company)
    .sort()
async function upload(call: Caller, path: string, parts: Record<string, string | File>) {
  const form = new FormData()
  for (const [name, part] of Object.entries(parts)) form.set(name, part)
  const request = new Request('http://localhost/', { method: 'POST', body: form })
  return await call('POST', path, Buffer.from(await request.arrayBuffer()), {
    'content-type': request.headers.get('content-type') as string,
  })
}

test('an added field is in form, list, filter, import, export, API, rules and gate, without a migration', async () => {
  const { company, admin, call } = await office()
  const schema = () =>
    company.system((ctx) => ctx.tx.row(sql`select count(*)::int as n from information_schema.columns where table_schema = 'public'`))
  const [before, files] = [await schema(), readdirSync(new URL('../../migrations/', import.meta.url)).length]
  await add(admin, 'lead', 'yard', 'option', sizes)
  await add(admin, 'lead', 'area', 'number', { listed: true })
  await add(admin, 'opportunity', 'yard', 'option', sizes)
  await add(admin, 'opportunity', 'area', 'number')
  // form: whoever writes leads reads the registry
  assert.deepEqual(
    body(await call('GET', '/custom-fields?subjectType=lead')).items.map((one: { key: string }) => one.key),
    ['yard', 'area'],
  )
  // API
  const id = await lead(call, '苏州大院建材有限公司', { yard: 'large', area: 1200.5 })
  await lead(call, '苏州小院装饰有限公司', { yard: 'small', area: 80 })
  await lead(call, '无锡没有院子商行')
  const detail = body(await call('GET', `/leads/${id}`))
  assert.deepEqual(detail.custom, { yard: 'large', area: 1200.5 })
  // list and filter, in an address as people write it, and in the brackets of programs
  const row = body(await call('GET', '/leads?view=mine')).items.find((one: { id: string }) => one.id === id)
  assert.deepEqual(row.custom, { yard: 'large', area: 1200.5 })
  assert.deepEqual(companies(await call('GET', '/leads?custom.yard=large')), ['苏州大院建材有限公司'])
  assert.deepEqual(companies(await call('GET', '/leads?custom[yard]=large,small&custom.area=100..')), ['苏州大院建材有限公司'])
  assert.deepEqual(companies(await call('GET', '/leads?custom.area=..100')), ['苏州小院装饰有限公司'])
  assert.deepEqual(companies(await call('GET', '/leads?view=mine&sort=due&custom.yard=small')), ['苏州小院装饰有限公司'])
  // a change names the field in the subject's event
  body(
    await call('PUT', `/leads/${id}`, {
      company: detail.company,
      phone: detail.contact.phone,
      version: detail.version,
      custom: { area: 900 },
    }),
  )
  assert.deepEqual(body(await call('GET', `/leads/${id}`)).custom, { yard: 'large', area: 900 })
  const told = body(await call('GET', `/leads/${id}/story`)).timeline.find((one: { type: string }) => one.type === 'lead.changed')
  assert.ok(told.payload.fields.includes('custom.area') && !told.payload.fields.includes('custom.yard'), JSON.stringify(told.payload))
  assert.ok(!JSON.stringify(told.payload).includes('900'), 'an event names the field and keeps no value')
  // import, guessed by its name; export
  const file = new File(['公司名称,字段yard,面积\n南京进口院子有限公司,小,"2,500"\n镇江错院子有限公司,巨大,1\n'], 'a.csv', {
    type: 'text/csv',
  })
  const brought = body(await upload(admin, '/imports', { kind: 'lead', file }))
  assert.equal(brought.mapping['custom.yard'], '字段yard')
  const mapping = { company: '公司名称', 'custom.yard': '字段yard', 'custom.area': '面积' }
  const step = async (act: string, more: object) => {
    const { version } = body(await admin('GET', `/imports/${brought.id}`))
    body(await admin('POST', `/imports/${brought.id}/${act}`, { version, ...more }))
    await world.house.services().jobs.runNow('import.work', company.tenantId)
  }
  await step('check', { mapping })
  await step('write', {})
  const came = body(await admin('GET', `/imports/${brought.id}`))
  assert.deepEqual(came.counts, { created: 1, rejected: 1 })
  const [, refused] = body(await admin('GET', `/imports/${brought.id}/rows`)).items
  assert.equal(refused.reason.code, 'custom_field.not_option')
  const made = body(await admin('POST', '/leads/export', { view: 'reach', custom: { yard: 'small' } }))
  const table = csvRecords(made.csv.slice(1).replaceAll('\r\n', '\n')).records.map((record) => record.cells)
  assert.deepEqual(table[0]?.slice(-2), ['字段yard', '字段area'])
  assert.deepEqual(
    table
      .slice(1)
      .map((cells) => [cells[1], ...cells.slice(-2)])
      .sort(),
    [
      ['南京进口院子有限公司', '小', '2500'],
      ['苏州小院装饰有限公司', '小', '80'],
    ],
  )
  // rating: a point table that looks at it
  const rating = body(await admin('GET', '/policies/lead.rating'))
  const line = {
    id: 'yard',
    group: 'yard',
    points: 60,
    when: { fact: 'custom.yard', in: ['large'] },
    label: { zh: '大院', en: 'Large yard' },
  }
  body(
    await admin('PUT', '/policies/lead.rating', {
      value: { ...rating.value, lines: [...rating.value.lines, line] },
      basedOn: rating.newestVersion,
    }),
  )
  const rated = body(await call('GET', `/leads/${await lead(call, '常州评级院子有限公司', { yard: 'large' })}`))
  assert.deepEqual(rated.rating.lines.find((one: { id: string }) => one.id === 'yard').scored, 60)
  // conversion carries it on, and a gate judges it, typed
  const converted = body(await call('POST', `/leads/${id}/convert`, { opportunity: { name: '屋面防水', amountFen: 12_000_000 } }))
  const opportunity = body(await call('GET', `/opportunities/${converted.opportunityId}`))
  assert.deepEqual(opportunity.custom, { yard: 'large', area: 900 })
  const pipeline = body(await admin('GET', '/policies/opportunity.pipeline'))
  const [contact, ...rest] = pipeline.value.stages
  const gate = [
    { fact: 'custom.area', atLeast: 1000 },
    { fact: 'custom.yard', in: ['large'] },
  ]
  body(
    await admin('PUT', '/policies/opportunity.pipeline', {
      value: { ...pipeline.value, stages: [{ ...contact, exit: gate }, ...rest] },
      basedOn: pipeline.newestVersion,
    }),
  )
  const closed = await call('POST', `/opportunities/${converted.opportunityId}/move`, { to: 'needs' })
  assert.equal(body(closed, 409).code, 'opportunity.gate_closed')
  assert.match(closed.body.detail, /字段area/)
  assert.doesNotMatch(closed.body.detail, /字段yard/)
  const item = body(await call('GET', `/opportunities/${converted.opportunityId}`)).checklist.items.find(
    (one: { fact: string }) => one.fact === 'custom.area',
  )
  assert.deepEqual([item.state, item.why, item.act, item.label.zh], ['missing', 'too_small', 'fill_custom_field', '字段area'])
  body(await call('PATCH', `/opportunities/${converted.opportunityId}`, { version: opportunity.version, custom: { area: 1000 } }))
  assert.equal(body(await call('POST', `/opportunities/${converted.opportunityId}/move`, { to: 'needs' })).stage, 'needs')
  assert.deepEqual(body(await call('GET', '/opportunities?custom.area=1000')).items.length, 1)
  assert.deepEqual(
    [await schema(), readdirSync(new URL('../../migrations/', import.meta.url)).length],
    [before, files],
    'not a column more',
  )
})

test('assignment rules see it: the first rule that names it decides', async () => {
  const { company, admin, rep } = await office()
  await add(admin, 'lead', 'yard', 'option', sizes)
  body(
    await admin('PUT', `/capabilities/${rep.id}`, {
      memberId: rep.id,
      level: 'regular',
      skills: { ka: 3, dealer: 3, smb: 3 },
      regions: [],
      industries: [],
      productLines: [],
      active: true,
      version: 0,
    }),
  )
  const policy = body(await admin('GET', '/policies/lead.assignment'))
  const rule = { id: 'yard', label: { zh: '大院', en: 'Yard' }, lead: { 'custom.yard': ['large'] }, rep: {}, strategy: 'best' }
  body(await admin('PUT', '/policies/lead.assignment', { value: { ...policy.value, rules: [rule] }, basedOn: policy.newestVersion }))
  const send = async (name: string, custom: object) =>
    body(await admin('POST', '/leads', { company: name, phone: `1390002${String(phones++).padStart(4, '0')}`, channel: 'form', custom }))
  assert.equal((await send('苏州规则大院有限公司', { yard: 'large' })).ownerId, rep.id)
  const other = await send('苏州规则小院有限公司', { yard: 'small' })
  assert.equal(other.ownerId, null)
  const seen = body(await admin('GET', `/leads/${other.leadId}`)).assignment.trace[0]
  assert.equal(seen.missedBy, 'custom.yard')
  assert.ok(company.tenantId)
})

test('a rule cannot name a field that is not there, an option nobody has, or a figure of a word', async () => {
  const { admin } = await office()
  await add(admin, 'lead', 'yard', 'option', sizes)
  const rating = body(await admin('GET', '/policies/lead.rating'))
  const set = (when: object) => {
    const line = { id: 'x', group: 'x', points: 1, when, label: { zh: 'x', en: 'x' } }
    return admin('PUT', '/policies/lead.rating', { value: { ...rating.value, lines: [line] }, basedOn: rating.newestVersion })
  }
  for (const when of [
    { fact: 'custom.gone', in: ['a'] },
    { fact: 'custom.yard', in: ['giant'] },
    { fact: 'custom.yard', atLeast: 5 },
  ])
    assert.equal(refused(await set(when)), 'policy.custom_field_unknown')
})

test('a retired option stays readable on old records and cannot be chosen anew; a retired field takes nothing more', async () => {
  const { admin, call } = await office()
  const field = await add(admin, 'lead', 'yard', 'option', sizes)
  const old = await lead(call, '苏州老院子有限公司', { yard: 'large' })
  const options = [{ ...field.options[0], retired: true }, field.options[1]]
  const changed = body(await admin('PUT', `/custom-fields/${field.id}`, { ...field, options }))
  assert.equal(changed.version, 2)
  assert.equal(refused(await admin('PUT', `/custom-fields/${field.id}`, { ...changed, options: [options[1]] })), 'custom_field.option_gone')
  assert.equal(body(await admin('PUT', `/custom-fields/${field.id}`, { ...field, options }), 409).code, 'common.stale')
  const fresh = await call('POST', '/leads', { company: '苏州新院子有限公司', channel: 'own', to: 'me', custom: { yard: 'large' } })
  assert.equal(refused(fresh), 'custom_field.option_retired')
  assert.match(fresh.body.detail, /大.*小/)
  const kept = body(await call('GET', `/leads/${old}`))
  assert.equal(kept.custom.yard, 'large')
  assert.equal(body(await call('GET', '/custom-fields?subjectType=lead')).items[0].options[0].zh, '大', 'its words stay')
  const again = { company: kept.company, phone: kept.contact.phone, version: kept.version }
  const saved = body(await call('PUT', `/leads/${old}`, { ...again, need: '样品', custom: { yard: 'large' } }))
  assert.equal(saved.custom.yard, 'large')
  assert.deepEqual(companies(await call('GET', '/leads?custom.yard=large')), ['苏州老院子有限公司'], 'and is found by it')
  const moved = body(await call('PUT', `/leads/${old}`, { ...again, version: saved.version, custom: { yard: 'small' } }))
  assert.equal(
    refused(await call('PUT', `/leads/${old}`, { ...again, version: moved.version, custom: { yard: 'large' } })),
    'custom_field.option_retired',
  )
  body(await admin('PUT', `/custom-fields/${field.id}`, { ...changed, retired: true }))
  assert.equal(
    refused(await call('PUT', `/leads/${old}`, { ...again, version: moved.version, custom: { yard: null, other: 1 } })),
    'custom_field.unknown',
  )
  assert.equal(
    refused(await call('POST', '/leads', { company: '苏州停院子有限公司', channel: 'own', to: 'me', custom: { yard: 'small' } })),
    'custom_field.retired',
  )
  assert.equal(body(await call('GET', `/leads/${old}`)).custom.yard, 'small')
})

test('required by stage: the move is refused with its sentence and the link that opens the form, whoever asks', async () => {
  const { company, admin, call } = await office()
  await add(admin, 'opportunity', 'source', 'option', { zh: '资金来源', options: sizes.options, requiredIn: ['quotation'] })
  const accountId = body(await call('POST', '/accounts', { name: '苏州阶段建材有限公司', segment: 'smb' })).id
  const opened = body(await call('POST', '/opportunities', { accountId, name: '地下室', amountFen: 100 }))
  const path = `/opportunities/${opened.id}`
  // What the first stage does not ask for does not stand in its way.
  assert.equal(body(await admin('POST', `${path}/move`, { to: 'needs', reason: '老客户' })).stage, 'needs')
  const shown = body(await call('GET', path)).checklist.items.find((one: { fact: string }) => one.fact === 'custom.source')
  assert.deepEqual([shown.state, shown.act], ['missing', 'fill_custom_field'])
  const stopped = await admin('POST', `${path}/move`, { to: 'quotation', reason: '老客户' })
  assert.equal(body(stopped, 409).code, 'opportunity.fields_missing')
  assert.match(stopped.body.detail, /方案报价.*资金来源/)
  assert.equal(stopped.body.params.link, `/opportunities/${opened.id}?fill=source`)
  const now = body(await call('GET', path))
  body(await call('PATCH', path, { version: now.version, custom: { source: 'large' } }))
  const moved = body(await admin('POST', `${path}/move`, { to: 'quotation', reason: '老客户' }))
  assert.equal(moved.stage, 'quotation')
  assert.equal(refused(await call('PATCH', path, { version: moved.version, custom: { source: null } })), 'custom_field.required')
  const event = await company.system((ctx) =>
    ctx.tx.row<{ payload: { custom: string[] } }>(
      sql`select payload from event where tenant_id = ${ctx.tenantId} and type = 'opportunity.changed' and subject_id = ${opened.id}`,
    ),
  )
  assert.deepEqual(event?.payload.custom, ['source'])
})

test('required by type: segment of an account, channel of a lead, role of a contact; nothing half-written', async () => {
  const { company, admin, call } = await office()
  await add(admin, 'account', 'license', 'text', { requiredIn: ['ka'] })
  await add(admin, 'lead', 'booth', 'text', { requiredIn: ['card'] })
  await add(admin, 'contact', 'birthday', 'date', { requiredIn: ['decision_maker'] })
  const ka = { name: '苏州必填集团有限公司', segment: 'ka' }
  assert.equal(refused(await call('POST', '/accounts', ka)), 'custom_field.required')
  const n = await company.system((ctx) =>
    ctx.tx.row<{ n: number }>(sql`select count(*)::int as n from account where tenant_id = ${ctx.tenantId}`),
  )
  assert.equal(n?.n, 0)
  const account = body(await call('POST', '/accounts', { ...ka, custom: { license: 'JZ-1' } }))
  assert.deepEqual(body(await call('GET', '/accounts?custom.license=jz')).items[0].custom, { license: 'JZ-1' })
  const cleared = { ...ka, version: account.version, custom: { license: null } }
  assert.equal(refused(await call('PUT', `/accounts/${account.id}`, cleared)), 'custom_field.required')
  body(await call('PUT', `/accounts/${account.id}`, { ...cleared, segment: 'smb' }))
  assert.equal(refused(await call('POST', '/leads', { company: '苏州展位有限公司', channel: '展会', to: 'me' })), 'custom_field.required')
  await lead(call, '苏州自拓有限公司')
  const person = { name: '王总', role: 'decision_maker' }
  assert.equal(refused(await call('POST', `/accounts/${account.id}/contacts`, person)), 'custom_field.required')
  const contact = body(await call('POST', `/accounts/${account.id}/contacts`, { ...person, custom: { birthday: '1980-02-29' } }))
  assert.deepEqual(contact.custom, { birthday: '1980-02-29' })
  const renamed = { ...person, name: '王总经理', version: contact.version, custom: { birthday: '1980-03-01' } }
  assert.deepEqual(body(await call('PUT', `/accounts/${account.id}/contacts/${contact.id}`, renamed)).custom, { birthday: '1980-03-01' })
})

test('bad input of each type is told in words, in both languages, and nothing is written', async () => {
  const { company, admin, call, rep } = await office()
  const bad: [type: string, values: unknown[]][] = [
    ['text', [5, ['x']]],
    ['number', ['12', 0.12345678]],
    ['money', [12.5, -1, 'x']],
    ['date', ['2026-02-30', '昨天', 5]],
    ['option', ['giant', 5]],
    ['options', ['large', ['giant']]],
    ['file', ['plan.pdf', rep.id]],
    ['reference', ['张三', rep.userId, company.tenantId]],
  ]
  for (const [type] of bad)
    await add(admin, 'lead', type, type, type.startsWith('option') ? sizes : type === 'reference' ? { reference: 'member' } : {})
  const english = await world.browser(rep, { 'accept-language': 'en' })
  for (const [type, values] of bad)
    for (const value of values) {
      const send = { company: '苏州错误输入有限公司', channel: 'own', to: 'me', custom: { [type]: value } }
      assert.match(refused(await call('POST', '/leads', send)), /^custom_field\./)
      assert.match((await english('POST', '/leads', send)).body.detail, /^[^一-龥]*(字段|Field|大|小|large)/u)
    }
  for (const wrong of ['custom.number=abc', 'custom.option=giant', 'custom.date=soon..'])
    assert.equal(refused(await call('GET', `/leads?${wrong}`)), 'custom_field.filter_wrong')
  const n = await company.system((ctx) =>
    ctx.tx.row<{ n: number }>(sql`select count(*)::int as n from lead where tenant_id = ${ctx.tenantId}`),
  )
  assert.equal(n?.n, 0)
  assert.deepEqual((await lead(call, '苏州成员引用有限公司', { reference: rep.id })).length, 36)
})

test('another company’s fields are unknown, and so are its values; only an admin manages', async () => {
  const [one, other] = [await office(), await office()]
  const field = await add(one.admin, 'lead', 'yard', 'option', sizes)
  await lead(one.call, '苏州墙内有限公司', { yard: 'large' })
  assert.deepEqual(body(await other.call('GET', '/custom-fields')).items, [])
  assert.equal(
    refused(await other.call('POST', '/leads', { company: '苏州墙外有限公司', channel: 'own', to: 'me', custom: { yard: 'large' } })),
    'custom_field.unknown',
  )
  assert.equal(refused(await other.call('GET', '/leads?custom.yard=large')), 'custom_field.unknown')
  body(await other.admin('PUT', `/custom-fields/${field.id}`, { ...field, zh: '偷' }), 404)
  body(await other.admin('PUT', '/custom-fields/order', { subjectType: 'lead', ids: [field.id] }), 404)
  body(await other.call('GET', `/custom-fields/${field.id}/choices`), 404)
  body(await one.call('POST', '/custom-fields', { subjectType: 'lead', key: 'mine', type: 'text', zh: 'x', en: 'x' }), 403)
  await add(other.admin, 'lead', 'yard', 'option', { options: [{ key: 'large', zh: '大2', en: 'L2' }] })
  assert.deepEqual(companies(await other.admin('GET', '/leads?custom.yard=large')), [])
})

test('a reference names a record in reach; a file hangs on the record itself', async () => {
  const { company, admin, call } = await office()
  await add(admin, 'account', 'parent', 'reference', { reference: 'account' })
  const license = await add(admin, 'account', 'license', 'file')
  assert.equal(
    refused(await admin('PUT', `/custom-fields/${license.id}`, { ...license, requiredIn: ['ka'] })),
    'custom_field.file_required',
  )
  const far = body(await admin('POST', '/accounts', { name: '上海远方集团有限公司', segment: 'ka' }))
  const near = body(await call('POST', '/accounts', { name: '苏州近处集团有限公司', segment: 'ka' }))
  const child = body(await call('POST', '/accounts', { name: '昆山分厂有限公司', segment: 'smb', custom: { parent: near.id } }))
  const change = (custom: object) =>
    call('PUT', `/accounts/${child.id}`, { name: child.name, segment: 'smb', version: child.version, custom })
  assert.equal(refused(await change({ parent: far.id })), 'custom_field.reference_unknown')
  const fields = body(await call('GET', '/custom-fields?subjectType=account')).items
  assert.deepEqual(body(await call('GET', `/custom-fields/${fields[0].id}/choices?q=集团`)).items, [{ id: near.id, name: near.name }])
  assert.deepEqual(body(await call('GET', `/custom-fields/names?kind=account&ids=${near.id},${far.id}`)).items, [
    { id: near.id, name: near.name },
  ])
  const pdf = new File(['%PDF-1.4\n%%EOF\n'], '执照.pdf', { type: 'application/pdf' })
  const stored = async (subjectId: string) =>
    body(await upload(call, '/files', { file: pdf, purpose: 'document', subjectType: 'account', subjectId })).id
  assert.equal(refused(await change({ license: await stored(near.id) })), 'custom_field.file_unknown')
  const id = await stored(child.id)
  assert.equal(body(await change({ license: id })).custom.license, id)
  assert.deepEqual(body(await call('GET', `/custom-fields/names?kind=file&ids=${id}`)).items, [{ id, name: '执照.pdf' }])
  assert.ok(company.tenantId)
})

test('the registry keeps order, keys are taken once, and places are those of the record', async () => {
  const { admin } = await office()
  const [a, b] = [await add(admin, 'visit', 'a1', 'text'), await add(admin, 'visit', 'b1', 'text')]
  assert.deepEqual(
    body(await admin('PUT', '/custom-fields/order', { subjectType: 'visit', ids: [b.id, a.id] })).items.map(
      (one: { key: string }) => one.key,
    ),
    ['b1', 'a1'],
  )
  const make = (more: object) =>
    admin('POST', '/custom-fields', { subjectType: 'visit', key: 'c1', type: 'text', zh: 'c', en: 'c', ...more })
  assert.equal(body(await make({ key: 'a1' }), 409).code, 'custom_field.key_taken')
  assert.equal(refused(await make({ requiredIn: ['ka'] })), 'custom_field.place_unknown')
  assert.equal(refused(await make({ type: 'option' })), 'custom_field.options_needed')
  assert.equal(refused(await make({ type: 'option', options: [...sizes.options, sizes.options[0]] })), 'custom_field.option_twice')
  assert.equal(refused(await make({ type: 'reference' })), 'custom_field.reference_needed')
  assert.deepEqual(
    body(await admin('GET', '/custom-fields/places?subjectType=visit')).items.map((one: { key: string }) => one.key),
    ['deep', 'routine', 'dunning'],
  )
  assert.equal(body(await admin('GET', '/custom-fields/places?subjectType=opportunity')).items[2].key, 'quotation')
})
