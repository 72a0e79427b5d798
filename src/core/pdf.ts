// PDF pages from a definition as data (pdfmake), in the bundled Noto Sans SC. Rooms describe the page; only this file draws.
import { createRequire } from 'node:module'

/** A page as pdfmake takes it: https://pdfmake.github.io/docs. `title`, `author` stand in the file's properties. */
export interface PdfDefinition {
  content: unknown[]
  images?: Record<string, string>
  styles?: Record<string, object>
  footer?: (page: number, pages: number) => unknown
  header?: (page: number, pages: number) => unknown
  defaultStyle?: object
  pageMargins?: [number, number, number, number]
  info?: { title: string; author?: string; subject?: string }
}

interface PdfMake {
  setFonts(fonts: Record<string, Record<string, string>>): void
  setLocalAccessPolicy(allow: (path: string) => boolean): void
  setUrlAccessPolicy(allow: (url: string) => boolean): void
  createPdf(definition: object): { getBuffer(): Promise<Buffer> }
}

const require = createRequire(import.meta.url)
let made: PdfMake | undefined

function maker(): PdfMake {
  if (made) return made
  const regular = require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf')
  const bold = require.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf')
  made = require('pdfmake') as PdfMake
  made.setFonts({ Noto: { normal: regular, bold, italics: regular, bolditalics: bold } })
  // A definition holds what people typed: nothing in it may name a file or an address to be fetched.
  made.setLocalAccessPolicy((path) => path === regular || path === bold)
  made.setUrlAccessPolicy(() => false)
  return made
}

/** Draws the pages: A4, 10 pt, `now` as the date of making. Images are data URLs. */
export async function renderPdf(definition: PdfDefinition, now: Date): Promise<Uint8Array> {
  const { info, ...rest } = definition
  const buffer = await maker()
    .createPdf({
      pageSize: 'A4',
      pageMargins: [56, 56, 56, 56],
      ...rest,
      defaultStyle: { font: 'Noto', fontSize: 10, lineHeight: 1.1, ...rest.defaultStyle },
      info: { title: 'Fieldloop', creator: 'Fieldloop', producer: 'Fieldloop', creationDate: now, modDate: now, ...info },
      version: '1.7',
    })
    .getBuffer()
  return new Uint8Array(buffer)
}
