// 组织结构: the actions and events of structure.contract.ts.
import * as directory from './directory.actions.ts'
import { memberEffect } from './effect.actions.ts'
import * as handOvers from './hand-over.actions.ts'
import { departmentHours, setDepartmentHours } from './hours.actions.ts'
import { importOrganization, organizationSheet } from './org-sheet.actions.ts'
import * as post from './post.actions.ts'
import { separateAdmins, separation } from './separation.actions.ts'
import { usage } from './usage.actions.ts'

export const structureActions = {
  ...post,
  memberEffect,
  memberHoldings: handOvers.memberHoldings,
  handOver: handOvers.handOver,
  handOvers: handOvers.handOvers,
  handOverRecord: handOvers.handOverRecord,
  separation,
  separateAdmins,
  organizationSheet,
  importOrganization,
  directory: directory.directory,
  linkDirectory: directory.linkDirectory,
  unlinkDirectory: directory.unlinkDirectory,
  syncDirectory: directory.syncDirectory,
  linkPerson: directory.linkPerson,
  departmentHours,
  setDepartmentHours,
  usage,
}

export const structureEvents = {
  'member.handed_over': { when: 'All that a member holds passes to another; what moved is kept.' },
  'department.hours_changed': { when: 'A department gets working hours of its own, or the company’s again.' },
  'directory.linked': { when: 'The directory of another system is linked.' },
  'directory.unlinked': { when: 'The link to a directory ends.' },
  'directory.synced': { when: 'The company was compared with its directory.' },
  'directory.person_linked': { when: 'Somebody says who of the members a person of the directory is.' },
  'post.created': { when: 'A post is added.' },
  'post.changed': { when: 'A post is renamed or gets other roles.' },
  'post.removed': { when: 'A post that nobody has is removed.' },
}
