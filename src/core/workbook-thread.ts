// The thread in which a workbook is unpacked; see workbook.ts.
import { parentPort, workerData } from 'node:worker_threads'
import readSheets from 'read-excel-file/node'
import type { Workbook } from './workbook.ts'

const day = (value: Date): string => {
  const text = value.toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ')
}
const cell = (value: unknown): string => (value === null || value === undefined ? '' : value instanceof Date ? day(value) : String(value))

async function read(bytes: Uint8Array): Promise<Workbook> {
  // the digits as they stand: a phone or a code as a number must not be rounded
  const sheets = await readSheets(Buffer.from(bytes), { parseNumber: (digits: string) => digits })
  const filled = sheets
    .map(({ sheet, data }) => ({
      sheet,
      rows: data
        .map((row, index) => ({ line: index + 1, cells: row.map(cell) }))
        .filter((row) => row.cells.some((one) => one.trim() !== '')),
    }))
    .find(({ rows }) => rows.length > 0)
  return { ok: true, sheet: filled?.sheet ?? '', rows: filled?.rows ?? [] }
}

parentPort?.postMessage(await read(workerData as Uint8Array).catch(() => ({ ok: false, fault: 'not_a_workbook' })))
