import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWorld, PASSWORD } from '#testing/world.ts'

const world = await openWorld()
const company = await world.company()
const admin = await world.browser(company.admin)
const byPhone = (login: string) => world.app().inject({ method: 'POST', url: '/api/v1/session', payload: { login, password: PASSWORD } })

test('my phone: a code to the new number and the password make it mine; then it signs in, and another’s is refused', async () => {
  const [lin, sun] = [await company.member('林晓峰', {}), await company.member('孙倩', {})]
  const call = await world.browser(lin)
  const phone = '13900071001'
  assert.equal((await call('POST', '/me/phone/code', { phone: '123456' })).body.code, 'sign_up.phone_wrong')
  assert.equal((await call('POST', '/me/phone/code', { phone })).status, 200)
  const sms = world.sent.at(-1)
  assert.equal(sms?.phone, `+86${phone}`)
  const sent = sms?.params.code as string
  const set = (more: object) => call('PUT', '/me/phone', { phone, code: sent, password: PASSWORD, ...more })
  assert.equal((await set({ password: 'not-it-at-all' })).body.code, 'identity.wrong_password', 'a stolen session is not enough')
  assert.equal((await set({ code: sent === '000000' ? '111111' : '000000' })).body.code, 'sign_up.code_wrong')
  assert.equal((await call('GET', '/me/security')).body.phone, null)
  assert.equal((await set({})).status, 200)
  assert.equal((await call('GET', '/me/security')).body.phone, `+86${phone}`)
  assert.equal((await byPhone(phone)).statusCode, 200)
  assert.equal((await admin('GET', `/members/${lin.id}`)).body.phone, `+86${phone}`)
  const detail = (await admin('GET', `/members/${sun.id}`)).body
  const taken = await admin('PATCH', `/members/${sun.id}`, { version: detail.version, phone })
  assert.deepEqual([taken.status, taken.body.code], [409, 'member.phone_taken'])
  assert.equal((await admin('GET', `/members/${sun.id}`)).body.phone, null)
})

test('an administrator sets the phone of who is here alone and holds no more than he; the way in goes with it', async () => {
  const clerk = await world.browser(await company.member('人事', { 'member.manage': 'all' }))
  const rep = await company.member('业务员', {})
  const change = async (call: typeof admin, id: string, phone: string | null) => {
    const { version } = (await admin('GET', `/members/${id}`)).body
    return await call('PATCH', `/members/${id}`, { version, phone })
  }
  assert.equal((await change(clerk, rep.id, '13900071002')).body.phone, '+8613900071002')
  assert.equal((await byPhone('13900071002')).statusCode, 200)
  assert.equal((await change(clerk, rep.id, null)).body.phone, null)
  assert.equal((await byPhone('13900071002')).statusCode, 401)
  const refused = await change(clerk, company.admin.id, '13900071003')
  assert.deepEqual([refused.status, refused.body.code], [403, 'member.beyond_yours'], 'or the codes of the admin would come to him')
  const other = await world.company()
  await world.house.services().identity.addMembership(rep.userId, other.tenantId, (await other.member('分身', {})).id)
  assert.equal((await change(admin, rep.id, '13900071004')).body.code, 'member.shared_account')
})
