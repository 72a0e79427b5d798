// 文件与证据: bytes with a row that says what they are and whose, and the chain of proofs.
import { bind, defineRoom } from '#core/room.ts'
import { fileContent, filesOf, uploadFile } from './file.actions.ts'
import { fileContract } from './file.contract.ts'
import { filesMessages } from './files.messages.ts'

export { chainEvidence, type EvidenceVerdict, verifyEvidence } from './evidence.actions.ts'
export { fileById, filesOfSubjects, judgeBytes, type NewFile, readFile, storeFile } from './file.actions.ts'
export type { StoredFile } from './file.store.ts'
export { type FileSubject, registerFileSubject } from './subject.actions.ts'

export const files = defineRoom({
  name: 'files',
  title: { zh: '文件与证据', en: 'Files and evidence' },
  contract: fileContract,
  actions: bind(fileContract, { uploadFile, filesOf, fileContent }),
  tables: ['stored_object', 'evidence_link'],
  permissions: {},
  policies: [],
  events: { 'file.attached': { when: 'A person attaches a file to a record.' } },
  reactions: {},
  notices: {},
  jobs: [],
  messages: filesMessages,
})
