// A push service (RFC 8030) and a browser behind it (RFC 8291): checks the sender's signature (RFC 8292), keeps one message per topic,
// and decrypts what arrives.
import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from 'node:crypto'
import { type FakeReply, loopback } from './loopback.fake.ts'

interface Browser {
  keys: ECDH
  auth: Buffer
  gone: boolean
}

export async function fakePush() {
  const browsers = new Map<string, Browser>()
  const shown: { browser: string; topic: string; urgency: string; payload: Record<string, unknown> }[] = []
  let down: FakeReply | null = null
  const server = await loopback((ask) => {
    if (down) return down
    const id = ask.path.slice(1)
    const browser = browsers.get(id)
    if (!browser) return { status: 404 }
    if (browser.gone) return { status: 410 }
    if (!signedRight(String(ask.headers.authorization), server.url)) return { status: 403, text: 'the vapid signature is wrong' }
    if (ask.headers['content-encoding'] !== 'aes128gcm' || !ask.headers.ttl) return { status: 400 }
    const payload = JSON.parse(decrypt(browser, ask.body)) as Record<string, unknown>
    const topic = String(ask.headers.topic ?? '')
    const before = shown.findIndex((one) => one.browser === id && one.topic === topic)
    if (before >= 0) shown.splice(before, 1)
    shown.push({ browser: id, topic, urgency: String(ask.headers.urgency), payload })
    return { status: 201, headers: { location: `${server.url}/m/${randomBytes(8).toString('hex')}` } }
  })
  return {
    url: server.url,
    shown,
    /** A browser subscribes; what it hands to the page. */
    subscribe() {
      const id = randomBytes(8).toString('hex')
      const keys = createECDH('prime256v1')
      keys.generateKeys()
      const browser = { keys, auth: randomBytes(16), gone: false }
      browsers.set(id, browser)
      return {
        id,
        endpoint: `${server.url}/${id}`,
        p256dh: keys.getPublicKey().toString('base64url'),
        auth: browser.auth.toString('base64url'),
        unsubscribe: () => {
          browser.gone = true
        },
      }
    },
    fail: (reply: FakeReply | null) => {
      down = reply
    },
    stop: server.stop,
  }
}

/** `vapid t=JWT, k=key`: ES256, for this service, not for longer than a day. */
function signedRight(authorization: string, audience: string): boolean {
  const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization) ?? []
  const [head = '', claims = '', mark = ''] = token.split('.')
  const point = Buffer.from(key, 'base64url')
  if (point.length !== 65) return false
  const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') }
  const signed = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(mark, 'base64url'),
  )
  const said = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'))
  return signed && said.aud === audience && said.exp - Date.now() / 1000 <= 86_400 && /^(mailto:|https:)/.test(said.sub)
}

/** RFC 8188 with the keys of RFC 8291; one record. */
function decrypt(browser: Browser, body: Buffer): string {
  const salt = body.subarray(0, 16)
  const idLength = body.readUInt8(20)
  const sender = body.subarray(21, 21 + idLength)
  const record = body.subarray(21 + idLength)
  const shared = browser.keys.computeSecret(sender)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.keys.getPublicKey(), sender])
  const secret = Buffer.from(hkdfSync('sha256', shared, browser.auth, info, 32))
  const key = Buffer.from(hkdfSync('sha256', secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16))
  const nonce = Buffer.from(hkdfSync('sha256', secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12))
  const decipher = createDecipheriv('aes-128-gcm', key, nonce)
  decipher.setAuthTag(record.subarray(-16))
  const plain = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
  return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8')
}
