// 导入: tables that people bring, of any room's records. It knows files, columns and fates; what a row means is known by the room.
import { bind, defineRoom } from '#core/room.ts'
import * as run from './import.actions.ts'
import { importContract } from './import.contract.ts'
import { importJobs } from './import.job.ts'
import { importNotices } from './import.notices.ts'
import { importPolicy } from './import.policy.ts'
import { importsDemo } from './imports.demo.ts'
import { importsMessages } from './imports.messages.ts'

export { sayReason, workSoon } from './import.actions.ts'
export { type FileOptions, importFromFile, type LineFate } from './import-file.actions.ts'
export {
  type Given,
  type Importer,
  type ImportRow,
  type RowFate,
  type RowReason,
  registerImporter,
  type UndoRow,
} from './importer.actions.ts'
export { guessMapping, type ImportField } from './sheet.rule.ts'

export const imports = defineRoom({
  name: 'imports',
  title: { zh: '导入', en: 'Imports' },
  contract: importContract,
  actions: bind(importContract, {
    importKinds: run.importKinds,
    importTemplate: run.importTemplate,
    imports: run.imports,
    startImport: run.startImport,
    importRun: run.importRun,
    importRows: run.importRows,
    checkImport: run.checkImport,
    writeImport: run.writeImport,
    undoImport: run.undoImport,
    dropImport: run.dropImport,
    importFaults: run.importFaults,
  }),
  tables: ['import_run', 'import_row', 'import_heading'],
  personal: { import_row: ['cells::jsonb', 'reason::jsonb', 'shown::jsonb', 'keep::jsonb'] },
  permissions: {
    'import.run': {
      zh: '导入表格（能建什么，就能导入什么）',
      en: 'Import tables (of whatever one may create)',
      standard: { director: 'all', marketing: 'all' },
    },
  },
  policies: [importPolicy],
  events: {
    'import.written': { when: 'A table has been written, row by row.' },
    'import.undone': { when: 'What a table brought has been taken back.' },
    'import.dropped': { when: 'A table is thrown away before it was written.' },
  },
  reactions: {},
  notices: importNotices,
  jobs: importJobs,
  messages: importsMessages,
  demo: importsDemo,
})
