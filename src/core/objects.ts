// Stored objects behind flydrive: on the disk of the server, or in an S3 bucket. Rows that describe them belong to the files room.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'
import type { S3Config } from './config.ts'

/** Where a client puts bytes itself, without passing through the API: one PUT with these headers. */
export interface UploadAddress {
  url: string
  headers: Record<string, string>
}

export interface Objects {
  kind: 'disk' | 's3'
  put(key: string, bytes: Uint8Array): Promise<void>
  get(key: string): Promise<Uint8Array>
  /** Removing what is not there is no mistake. */
  remove(key: string): Promise<void>
  /** Bytes under the key; null when there is nothing. */
  sizeOf(key: string): Promise<number | null>
  /** A signed address for one object; it ends at `until`. */
  uploadAddress(key: string, file: { mime: string; size: number }, now: Date, until: Date): Promise<UploadAddress>
  /** Keys of everything below a folder, sorted. */
  below(folder: string): Promise<string[]>
  removeBelow(folder: string): Promise<void>
}

export function openObjects(place: { folder: string; secret: string } | { s3: S3Config }): Objects {
  if ('s3' in place) return bucketObjects(place.s3)
  const disk = new Disk(new FSDriver({ location: place.folder, visibility: 'private' }))
  return {
    kind: 'disk',
    ...actsOf(async () => disk),
    async uploadAddress(key, { mime, size }, _now, until) {
      const expires = until.getTime()
      const query = new URLSearchParams({ size: String(size), expires: String(expires) })
      query.set('signature', uploadSignature(place.secret, { key, mime, size, expires }))
      return { url: `/uploads/${key}?${query}`, headers: { 'content-type': mime } }
    },
  }
}

function bucketObjects(config: S3Config): Objects {
  // The client weighs as much as the rest of the server: loaded when the first object is asked for.
  let opened: Promise<Disk> | undefined
  const disk = (): Promise<Disk> => {
    opened ??= openBucket(config)
    return opened
  }
  return {
    kind: 's3',
    ...actsOf(disk),
    async uploadAddress(key, { mime }, now, until) {
      const expiresIn = Math.max(1, Math.round((until.getTime() - now.getTime()) / 1000))
      const url = await (await disk()).getSignedUploadUrl(key, { expiresIn, contentType: mime })
      return { url, headers: { 'content-type': mime } }
    },
  }
}

async function openBucket(config: S3Config): Promise<Disk> {
  const { S3Driver } = await import('flydrive/drivers/s3')
  return new Disk(
    new S3Driver({
      credentials: { accessKeyId: config.key, secretAccessKey: config.secret },
      region: config.region,
      bucket: config.bucket,
      visibility: 'private',
      supportsACL: false,
      ...(config.endpoint ? { endpoint: config.endpoint, forcePathStyle: true } : {}),
      // Otherwise a signed address would carry the checksum of an empty body, and stores that look would refuse the real one.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  )
}

function actsOf(disk: () => Promise<Disk>): Pick<Objects, 'put' | 'get' | 'remove' | 'sizeOf' | 'below' | 'removeBelow'> {
  return {
    put: async (key, bytes) => await (await disk()).put(key, bytes),
    get: async (key) => await (await disk()).getBytes(key),
    remove: async (key) => await (await disk()).delete(key),
    async below(folder) {
      const keys: string[] = []
      const opened = await disk()
      for (let token: string | undefined; ; ) {
        const page = await opened
          .listAll(`${folder}/`, { recursive: true, ...(token ? { paginationToken: token } : {}) })
          .catch((error) => {
            if (/ENOENT/.test(String((error as Error).cause ?? error))) return null // nothing was ever stored there
            throw error
          })
        for (const entry of page?.objects ?? []) if (entry.isFile) keys.push(entry.key)
        token = page?.paginationToken
        if (!token) return keys.sort()
      }
    },
    removeBelow: async (folder) => await (await disk()).deleteAll(`${folder}/`),
    sizeOf: async (key) => ((await (await disk()).exists(key)) ? (await (await disk()).getMetaData(key)).contentLength : null),
  }
}

interface SignedUpload {
  key: string
  mime: string
  size: number
  expires: number
}

/** The disk has no signed addresses of its own: ours has the same shape, and binds key, type, size and end. */
function uploadSignature(secret: string, upload: SignedUpload): string {
  const text = ['PUT', upload.key, upload.mime, upload.size, upload.expires].join('\n')
  return createHmac('sha256', secret).update(text).digest('base64url')
}

export function isUploadSigned(secret: string, upload: SignedUpload, signature: string): boolean {
  const [a, b] = [Buffer.from(uploadSignature(secret, upload)), Buffer.from(signature)]
  return a.length === b.length && timingSafeEqual(a, b)
}
