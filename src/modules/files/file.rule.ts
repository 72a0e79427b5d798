// 文件: what may be stored for which purpose. The bytes decide what a file is, never its name or what the sender calls it.
export const MB = 1024 * 1024
export const maxBytes = 20 * MB
export const maxPixels = 24_000_000

export type FileKind = { mime: string; ending: string; picture: boolean }

const kinds = {
  jpeg: { mime: 'image/jpeg', ending: 'jpg', picture: true },
  png: { mime: 'image/png', ending: 'png', picture: true },
  webp: { mime: 'image/webp', ending: 'webp', picture: true },
  pdf: { mime: 'application/pdf', ending: 'pdf', picture: false },
  xlsx: { mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ending: 'xlsx', picture: false },
  docx: { mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', ending: 'docx', picture: false },
  webm: { mime: 'audio/webm', ending: 'webm', picture: false },
  ogg: { mime: 'audio/ogg', ending: 'ogg', picture: false },
  m4a: { mime: 'audio/mp4', ending: 'm4a', picture: false },
} as const satisfies Record<string, FileKind>
export type KindName = keyof typeof kinds

const pictures: KindName[] = ['jpeg', 'png', 'webp']
const papers: KindName[] = [...pictures, 'pdf']

/** Types by purpose; a purpose that is not here takes none. */
export const allowedKinds: Readonly<Record<string, readonly KindName[]>> = {
  document: [...papers, 'xlsx', 'docx'],
  stamped_quotation: papers,
  contract_scan: papers,
  voucher: papers,
  picture: pictures,
  visit_photo: ['jpeg', 'png', 'webp'],
  visit_recording: ['webm', 'ogg', 'm4a'],
  signature: ['png'],
  quotation_pdf: ['pdf'],
  contract_pdf: ['pdf'],
}

/** What the first bytes say a file is; null for anything that is never stored. */
export function kindOf(bytes: Uint8Array): (FileKind & { name: KindName }) | null {
  const name = sniff(bytes)
  return name ? { name, ...kinds[name] } : null
}

function sniff(bytes: Uint8Array): KindName | null {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg'
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png'
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp'
  if (text(0, 5) === '%PDF-') return 'pdf'
  if (text(0, 4) === '\x1aE\xdf\xa3') return 'webm'
  if (text(0, 4) === 'OggS') return 'ogg'
  if (text(4, 8) === 'ftyp' && /^(M4A|mp4|iso|dash)/.test(text(8, 12))) return 'm4a'
  if (text(0, 4) === 'PK\x03\x04') return officeKind(bytes)
  return null
}

/** Both office formats are zip files; the names of their parts stand in the clear. */
function officeKind(bytes: Uint8Array): KindName | null {
  const names = new TextDecoder('latin1').decode(bytes)
  if (names.includes('xl/workbook.xml')) return 'xlsx'
  if (names.includes('word/document.xml')) return 'docx'
  return null
}

export type FileVerdict =
  | { ok: true; kind: FileKind & { name: KindName } }
  | { ok: false; code: 'file.empty' | 'file.too_large' | 'file.wrong_type'; params: Record<string, unknown> }

/** May these bytes be stored for this purpose? Pixels are judged by who can count them. */
export function judgeFile(bytes: Uint8Array, name: string, purpose: string): FileVerdict {
  if (bytes.length === 0) return { ok: false, code: 'file.empty', params: { name } }
  if (bytes.length > maxBytes) return { ok: false, code: 'file.too_large', params: { name, limit: `${maxBytes / MB} MB` } }
  const kind = kindOf(bytes)
  const allowed = allowedKinds[purpose] ?? []
  if (!kind || !allowed.includes(kind.name)) {
    return { ok: false, code: 'file.wrong_type', params: { name, allowed: allowed.map((one) => kinds[one].ending).join(' / ') } }
  }
  return { ok: true, kind }
}

/** A name fit for a header and a disk: no path, no control characters, at most 120 characters, the ending of what it really is. */
export function cleanName(name: string, ending: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const bare = last
    .replace(/[\p{Cc}"<>|:*?]/gu, '')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .trim()
  return `${(bare || 'file').slice(0, 120)}.${ending}`
}
