// The contract as a PDF: a draft drawn when asked for, the one to sign and the signed one kept as files.
import type { Ctx } from '#core/context.ts'
import { type PdfDefinition, renderPdf } from '#core/pdf.ts'
import { notFound } from '#core/refuse.ts'
import { readFile } from '#modules/files/index.ts'
import { calendarOf } from '#modules/organization/index.ts'
import { type ContractView, viewContract } from './contract.store.ts'
import { capitals, plannedItems, surroundings } from './contract-facts.actions.ts'
import { contractPages, contractStyles, type DocumentFacts, type DocumentSignature } from './document.rule.ts'

const eventZh: Record<string, string> = { signing: '签约', delivery: '送货', acceptance: '验收' }

/** Draws the contract as it stands. */
export async function drawContract(
  ctx: Ctx,
  contract: ContractView,
  status: DocumentFacts['status'],
  signatures: readonly DocumentSignature[] = [],
): Promise<Uint8Array> {
  const around = await surroundings(ctx, contract)
  const plan = contract.kind === 'frame' ? [] : await plannedItems(ctx, contract, await calendarOf(ctx))
  const definition: PdfDefinition = {
    info: { title: `${contract.title} ${contract.number}`, author: around.seller },
    styles: contractStyles,
    content: contractPages({
      title: contract.title,
      number: contract.number,
      status,
      seller: around.seller,
      buyer: contract.accountName,
      amountFen: contract.amountFen,
      amountWords: capitals(contract.amountFen),
      clauses: around.clauses,
      lines: contract.lines,
      plan: plan.map(({ no, event, amountFen, dueOn }) => ({
        no,
        amountFen,
        dueOn,
        eventZh: eventZh[event] ?? event.replace('milestone.', ''),
      })),
      signatures,
      documentSha256: contract.documentSha256,
    }),
    footer: (page, pages) => ({
      text: `${contract.number}　第 ${page} 页，共 ${pages} 页`,
      alignment: 'center',
      fontSize: 8,
      color: '#646C7E',
    }),
  }
  return await renderPdf(definition, ctx.now)
}

/** The signed file, else the one to sign, else a drawing of how the contract stands. */
export async function documentOf(ctx: Ctx, input: { id: string }): Promise<File> {
  const contract = await viewContract(ctx, input.id, 'contract.read')
  if (!contract) throw notFound('contract')
  const fileId = contract.signedFileId ?? (contract.status === 'signing' ? contract.documentFileId : null)
  const draft = ['draft', 'in_approval', 'void'].includes(contract.status)
  const bytes = fileId ? await readFile(ctx, fileId) : await drawContract(ctx, contract, draft ? 'draft' : 'to_sign')
  return new File([new Uint8Array(bytes)], `${contract.number}.pdf`, { type: 'application/pdf' })
}
