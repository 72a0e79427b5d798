// The installation signs PDFs with a certificate it made for itself (CMS, adbe.pkcs7.detached): a change after signing is found.
// It proves that this installation sealed these bytes at a time, not who a person is: no licensed authority stands behind it.
import { createHash, createHmac, generateKeyPairSync, randomBytes, verify } from 'node:crypto'
import { createRequire } from 'node:module'
import { plainAddPlaceholder } from '@signpdf/placeholder-plain'
import { P12Signer } from '@signpdf/signer-p12'
import { SignPdf } from '@signpdf/signpdf'
import type { Services } from './context.ts'
import type { Objects } from './objects.ts'

const require = createRequire(import.meta.url)
// biome-ignore lint/suspicious/noExplicitAny: node-forge carries no types
const forge = require('node-forge') as any

const KEY = 'installation/signer.p12'
const YEARS = 20
const SIGNATURE_BYTES = 8192

type Keeper = Pick<Services, 'secret'> & { objects: Pick<Objects, 'get' | 'put'> }

/** Opens with the installation's secret: the file alone is of no use to a thief. */
const passphrase = (keeper: Keeper): string => createHmac('sha256', keeper.secret).update('pdf-signer').digest('base64url')

async function certificate(keeper: Keeper, now: Date): Promise<Uint8Array> {
  const kept = await keeper.objects.get(KEY).catch(() => null)
  if (kept) return kept
  await keeper.objects.put(KEY, makeCertificate(passphrase(keeper), now))
  // Another process may have been a moment earlier or later: what is kept in the end is what everybody signs with.
  return await keeper.objects.get(KEY)
}

function makeCertificate(secret: string, now: Date): Uint8Array {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const cert = forge.pki.createCertificate()
  cert.publicKey = forge.pki.publicKeyFromPem(publicKey)
  cert.serialNumber = `00${randomBytes(15).toString('hex')}`
  cert.validity.notBefore = new Date(now.getTime() - 86_400_000)
  cert.validity.notAfter = new Date(now.getTime() + YEARS * 365 * 86_400_000)
  const subject = [
    { name: 'commonName', value: `Fieldloop installation ${randomBytes(4).toString('hex')}` },
    { name: 'organizationName', value: 'Self-made, no licensed authority' },
  ]
  cert.setSubject(subject)
  cert.setIssuer(subject)
  cert.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, nonRepudiation: true },
  ])
  const key = forge.pki.privateKeyFromPem(privateKey)
  cert.sign(key, forge.md.sha256.create())
  const p12 = forge.pkcs12.toPkcs12Asn1(key, [cert], secret, { algorithm: 'aes256' })
  return Buffer.from(forge.asn1.toDer(p12).getBytes(), 'binary')
}

/** The PDF with a signature over all of it, dated `now`. `reason` is shown by PDF readers: ASCII or it is lost in some. */
export async function signPdf(keeper: Keeper, pdf: Uint8Array, reason: string, now: Date): Promise<Uint8Array> {
  const p12 = await certificate(keeper, now)
  const withPlace = plainAddPlaceholder({
    pdfBuffer: Buffer.from(pdf),
    reason,
    contactInfo: '',
    name: 'Fieldloop installation',
    location: '',
    signingTime: now,
    signatureLength: SIGNATURE_BYTES,
  })
  const signer = new P12Signer(Buffer.from(p12), { passphrase: passphrase(keeper) })
  return new Uint8Array(await new SignPdf().sign(withPlace, signer, now))
}

/** What a signed PDF says of itself. `intact`: not a byte changed since; `whole`: the signature covers the file to its end. */
export interface PdfSignature {
  intact: boolean
  whole: boolean
  signedAt: string | null
  /** SHA-256 of the certificate, hex: the same for everything this installation signed. */
  certificate: string
}

/** Checks the last signature of a PDF; null when it carries none. */
export function checkPdfSignature(pdf: Uint8Array): PdfSignature | null {
  const bytes = Buffer.from(pdf)
  const ranges = [...bytes.toString('latin1').matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)]
  const range = ranges.at(-1)?.slice(1).map(Number) as [number, number, number, number] | undefined
  if (!range) return null
  const [a, b, c, d] = range
  const signed = Buffer.concat([bytes.subarray(a, a + b), bytes.subarray(c, c + d)])
  const hex = bytes.subarray(a + b + 1, c - 1).toString('latin1')
  const message = forge.pkcs7.messageFromAsn1(forge.asn1.fromDer(Buffer.from(hex, 'hex').toString('binary'), { parseAllBytes: false }))
  const attributes = message.rawCapture.authenticatedAttributes
  const set = forge.asn1.create(forge.asn1.Class.UNIVERSAL, forge.asn1.Type.SET, true, attributes)
  const der = Buffer.from(forge.asn1.toDer(set).getBytes(), 'binary')
  const cert = message.certificates[0]
  const digest = attributeOf(attributes, forge.pki.oids.messageDigest)
  const byKey = verify(
    'sha256',
    der,
    forge.pki.publicKeyToPem(cert.publicKey),
    Buffer.from(message.rawCapture.signature as string, 'binary'),
  )
  const time = attributeOf(attributes, forge.pki.oids.signingTime)
  return {
    intact: byKey && digest !== null && Buffer.from(digest, 'binary').equals(createHash('sha256').update(signed).digest()),
    whole: a === 0 && c + d === bytes.length,
    signedAt: time === null ? null : (forge.asn1.utcTimeToDate(time) as Date).toISOString(),
    certificate: createHash('sha256')
      .update(Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(cert)).getBytes(), 'binary'))
      .digest('hex'),
  }
}

// biome-ignore lint/suspicious/noExplicitAny: node-forge carries no types
function attributeOf(attributes: any[], oid: string): string | null {
  const found = attributes.find((one) => forge.asn1.derToOid(one.value[0].value) === oid)
  return found ? (found.value[1].value[0].value as string) : null
}
