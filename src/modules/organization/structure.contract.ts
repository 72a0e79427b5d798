// 组织结构: what shapes a company and keeps it in shape: posts, hours, chosen departments, three admins, directory, workbook, hand-overs.
import { directoryContract } from './directory.contract.ts'
import { handOverContract } from './hand-over.contract.ts'
import { hoursContract } from './hours.contract.ts'
import { orgSheetContract } from './org-sheet.contract.ts'
import { postContract } from './post.contract.ts'
import { separationContract } from './separation.contract.ts'
import { usageContract } from './usage.contract.ts'

export const structureContract = {
  ...postContract,
  ...handOverContract,
  ...separationContract,
  ...orgSheetContract,
  ...directoryContract,
  ...hoursContract,
  ...usageContract,
}
