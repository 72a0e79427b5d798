import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as cipher from './callback-cipher.adapter.ts'

const random = Buffer.from('0123456789abcdef')

test('WeCom: encryption and signature of the vendor’s own library', () => {
  const key = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C'
  const message = '<xml><Event>template_card_event</Event></xml>'
  const encrypted =
    'sKqRbbiSUnDhFHOvPjtUMWtqeMRDLqWfM3fTVppnhObPXDF2KPAl5GqVnLWIrZ6VjbeKy64Qo2cJzp64U8w0KqeJ3V1l68EJcTBkmOgYEJg+Ln3C+Jd65geh+olPSXzV'
  assert.equal(cipher.tencentEncrypt(key, message, 'wwdemo', random), encrypted)
  assert.equal(cipher.tencentSignature('QDG6eK', '1409659813', '1372623149', encrypted), '446b28e4479c0966713ba5b02d04526c4f028af0')
  assert.deepEqual(cipher.tencentDecrypt(key, encrypted), { message, receiver: 'wwdemo' })
  assert.equal(cipher.tencentDecrypt(key.replace('j', 'k'), encrypted)?.receiver === 'wwdemo', false)
  assert.equal(cipher.tencentDecrypt(key, 'no base64 of ours'), null)
})

test('DingTalk: the same cipher, and the reply to its handshake', () => {
  const encrypted = cipher.tencentEncrypt('1234567890123456789012345678901234567890123', 'success', 'dingsnotzck6pm5veliw', random)
  assert.equal(encrypted, 'GCr6999U/V4/3veZ85Bxl8C6wynLzYV25PCR3saSX7v+7tNf5Ck2RJ2NAGnTOWhvJ4H0D2M/DU/3568ASGogSA==')
  assert.equal(cipher.tencentSignature('123456', '1614767836', 'A7Co0cJLMzIDtMMI', encrypted), '40726b384ba1fee4fe7d20187b03456eec90183c')
})

test('Feishu: decryption and signature of the documents’ example', () => {
  const encrypted = 'P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk='
  assert.equal(cipher.feishuDecrypt('test key', encrypted), 'hello world')
  assert.equal(
    cipher.feishuSignature('1700000000', 'n1', 'test key', `{"encrypt":"${encrypted}"}`),
    '20e0244a0a89579fc6c725e19463ad506f2d8179a94226a40da918063c980598',
  )
  assert.equal(cipher.feishuDecrypt('another key', encrypted), null)
})

test('robots: DingTalk signs in milliseconds, Feishu in seconds with the secret in the key', () => {
  assert.equal(cipher.dingtalkRobotSign('1700000000000', 'SECdemo'), 'lOvVf9TQCVugV68mGbSZCg0gzOl1SVjxWi1MyVZCUuA=')
  assert.equal(cipher.feishuRobotSign('1700000000', 'demo'), '8oT2n3SMKFfEnDoiwer8BUM/SjKLwe9SqoEIHlhDTKo=')
})

test('XML of WeCom: with and without CDATA, a missing element is none', () => {
  assert.equal(cipher.xmlText('<xml><A><![CDATA[a<b]]></A><B>2</B></xml>', 'A'), 'a<b')
  assert.equal(cipher.xmlText('<xml><A><![CDATA[a<b]]></A><B>2</B></xml>', 'B'), '2')
  assert.equal(cipher.xmlText('<xml></xml>', 'C'), null)
})
