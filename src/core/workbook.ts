// An Excel file into rows, read apart from the server: a file made to burst can only burst its own thread.
import { Worker } from 'node:worker_threads'

export interface WorkbookRow {
  /** Row of the sheet; the first is 1. */
  line: number
  cells: string[]
}
export type WorkbookFault = 'not_a_workbook' | 'too_large'
export type Workbook = { ok: true; sheet: string; rows: WorkbookRow[] } | { ok: false; fault: WorkbookFault }

/** What a workbook may unpack to. A table of 50,000 rows and thirty columns takes some 120 MB of XML. */
const MOST_UNPACKED = 300_000_000
const MOST_MS = 60_000
const MOST_HEAP_MB = 700

/** The first sheet with words in it, blank rows left out. Numbers keep every digit, days are `2026-10-24`. Never throws for what stands in the file. */
export async function readWorkbook(bytes: Uint8Array): Promise<Workbook> {
  const unpacked = unpackedSize(bytes)
  if (unpacked === null) return { ok: false, fault: 'not_a_workbook' }
  if (unpacked > MOST_UNPACKED) return { ok: false, fault: 'too_large' }
  return await new Promise((resolve) => {
    const worker = new Worker(new URL('./workbook-thread.ts', import.meta.url), {
      workerData: bytes,
      resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
    })
    const end = (answer: Workbook): void => {
      clearTimeout(late)
      resolve(answer)
      void worker.terminate()
    }
    const late = setTimeout(() => end({ ok: false, fault: 'too_large' }), MOST_MS)
    worker.on('message', end)
    worker.on('error', (error: NodeJS.ErrnoException) =>
      end({ ok: false, fault: error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too_large' : 'not_a_workbook' }),
    )
  })
}

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50

/** Bytes to which a zip file says it unpacks, by its directory; null when it has none (truncated, or no zip file). */
export function unpackedSize(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - 22
  while (end >= Math.max(0, bytes.length - 65_557) && view.getUint32(end, true) !== END_OF_DIRECTORY) end -= 1
  if (end < 0 || view.getUint32(end, true) !== END_OF_DIRECTORY) return null
  let at = view.getUint32(end + 16, true)
  let sum = 0
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) return null
    sum += view.getUint32(at + 24, true)
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return sum
}
