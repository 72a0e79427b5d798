// 文件与证据: bytes with a row that says what they are and whose, and the chain of proofs.
import { bind, defineRoom } from '#core/room.ts'
import { fileContent, filesOf, fileUsage, uploadFile } from './file.actions.ts'
import { fileContract } from './file.contract.ts'
import { quotaPolicy, retentionPolicy } from './file.policy.ts'
import { filesMessages } from './files.messages.ts'
import { fileJobs } from './retention.job.ts'
import { storedByMonth } from './stored.store.ts'
import { finishUploaded, startUpload } from './upload.actions.ts'
import { usageOf } from './usage.store.ts'

export { chainEvidence, type EvidenceVerdict, verifyEvidence } from './evidence.actions.ts'
export { fileById, filesInReach, filesOfSubjects, judgeBytes, type NewFile, readFile, storeFile } from './file.actions.ts'
export type { StoredFile } from './file.store.ts'
export { markRemoved as removeFiles } from './retention.store.ts'
export { noScanner, type Scanner, scanner } from './scan.actions.ts'
export { type FileSubject, registerFileSubject } from './subject.actions.ts'

export const files = defineRoom({
  name: 'files',
  title: { zh: '文件与证据', en: 'Files and evidence' },
  contract: fileContract,
  actions: bind(fileContract, { startUpload, finishUpload: finishUploaded, fileUsage, uploadFile, filesOf, fileContent }),
  tables: ['stored_object', 'evidence_link', 'file_usage', 'file_upload', 'quarantined_file'],
  permissions: { 'file.usage': { zh: '查看文件空间', en: 'See the space of files', standard: { gm: 'all' } } },
  policies: [quotaPolicy, retentionPolicy],
  events: {
    'file.attached': { when: 'A person attaches a file to a record.' },
    'file.quarantined': { when: 'A virus was found in a file: it is kept apart and was refused.' },
    'file.removed': { when: 'Files are removed because their days are over.' },
  },
  reactions: {},
  notices: {},
  jobs: fileJobs,
  messages: filesMessages,
  usage: { storageMb: async (ctx) => (await usageOf(ctx)).bytes / 1_000_000 },
  usageByMonth: storedByMonth,
})
