import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { aliyunSms, consoleSms, SmsRefused, signAcs3, smsFrom } from './sms.ts'

test('a request is signed as the vendor documents it: nonce, date and query of the published example give its signature', () => {
  const { query, headers } = signAcs3({
    accessKeyId: 'YourAccessKeyId',
    accessKeySecret: 'YourAccessKeySecret',
    host: 'dysmsapi.aliyuncs.com',
    action: 'SendSms',
    version: '2017-05-25',
    nonce: '0123456789abcdef0123456789abcdef',
    at: new Date('2024-01-01T00:00:00Z'),
    query: { PhoneNumbers: '13800000000', SignName: '阿里云短信测试', TemplateCode: 'SMS_154950909', TemplateParam: '{"code":"1234"}' },
  })
  assert.match(query, /^PhoneNumbers=13800000000&SignName=%E9%98%BF/)
  assert.match(headers.authorization ?? '', /Signature=5dc2440291debf89185ea383f6daeae826611f82ac0961c25d8026db2a7d865e$/)
})

// Speaks as dysmsapi does: HTTP 200 for refusals too.
let answer: object = { Code: 'OK', Message: 'OK', BizId: '9006195^0', RequestId: 'F655A8D5' }
const asked: { url: URL; headers: Record<string, unknown> }[] = []
const vendor = createServer((request, response) => {
  asked.push({ url: new URL(request.url ?? '', 'http://vendor'), headers: request.headers })
  response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
})
await new Promise<void>((ready) => vendor.listen(0, '127.0.0.1', ready))
after(() => vendor.close())
const { port } = vendor.address() as { port: number }
const send = aliyunSms({
  accessKeyId: 'id',
  accessKeySecret: 'secret',
  signName: '外勤闭环',
  templates: { code: 'SMS_1' },
  endpoint: `http://127.0.0.1:${port}`,
})
const sms = { phone: '+8613800002046', template: 'code', params: { code: '482913' }, text: '验证码 482913' } as const

test('a code goes out once, as a template with its parameter, signed', async () => {
  await send(sms)
  assert.equal(asked.length, 1)
  const { url, headers } = asked[0] as (typeof asked)[0]
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    PhoneNumbers: '13800002046',
    SignName: '外勤闭环',
    TemplateCode: 'SMS_1',
    TemplateParam: '{"code":"482913"}',
  })
  assert.match(String(headers.authorization), /^ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host;x-acs-action;.*Signature=[0-9a-f]{64}$/)
})

test('words of a company go under its own signature and approved template; without one nothing leaves', async () => {
  const before = asked.length
  const notice = { ...sms, template: 'notice', params: { title: '特价' }, sign: '澄岭建材' } as const
  assert.equal(await send({ ...notice, approvedAs: 'SMS_9' }), '9006195^0')
  const { SignName, TemplateCode, TemplateParam } = Object.fromEntries(asked.at(-1)?.url.searchParams ?? [])
  assert.deepEqual([SignName, TemplateCode, TemplateParam], ['澄岭建材', 'SMS_9', '{"title":"特价"}'])
  await assert.rejects(send(notice), (error) => error instanceof SmsRefused && error.code === 'no_template')
  assert.equal(asked.length, before + 1)
})

test('a refusal with HTTP 200 is a failure; its error names neither number nor code', async () => {
  answer = { Code: 'isv.BUSINESS_LIMIT_CONTROL', Message: 'limit of 13800002046: 482913', RequestId: 'x' }
  await assert.rejects(send(sms), (error: Error) => {
    assert.match(error.message, /isv\.BUSINESS_LIMIT_CONTROL/)
    assert.equal((error as SmsRefused).code, 'isv.BUSINESS_LIMIT_CONTROL')
    assert.doesNotMatch(error.message, /2046|482913/)
    return true
  })
})

test('an answer without a code is no refusal: nobody knows whether the message went out', async () => {
  answer = {}
  await assert.rejects(send(sms), (error) => !(error instanceof SmsRefused))
})

test('without a provider the message is printed, most of the number hidden; half a provider is refused at the start', async () => {
  const lines: string[] = []
  await consoleSms((line) => void lines.push(line))(sms)
  assert.deepEqual(lines, ['SMS → +86138****2046: 验证码 482913'])
  assert.throws(() => smsFrom({ SMS_ALIYUN_KEY_ID: 'id' }), /SMS_SIGN_NAME/)
  assert.equal(typeof smsFrom({}), 'function')
})
