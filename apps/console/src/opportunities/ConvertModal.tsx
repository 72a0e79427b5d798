import { useQuery } from '@tanstack/react-query'
import { api, query } from '#shared/api.ts'
import { partUnder, under, valuesUnder } from '#shared/customFields.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { wordsOf } from '#shared/words.ts'
import { useCustomForm } from '../shell/customFields.tsx'
import { type Field, FormModal, type Values } from '../shell/FormModal.tsx'
import { useAct } from '../shell/useAct.tsx'
import { opportunityScreenMessages } from './opportunityScreen.messages.ts'

addMessages(opportunityScreenMessages)

type Done = Awaited<ReturnType<typeof api.opportunities.convert>>
type Props = { open: boolean; leadId: string; onClose: () => void; onDone: (made: Done) => void }

/** A lead becomes an account (or joins one), a contact and an opportunity. */
export function ConvertModal({ open, leadId, onClose, onDone }: Props) {
  const t = useT()
  const f = useFormats()
  const { data } = useQuery(query.opportunities.conversion.queryOptions({ input: { id: leadId }, enabled: open }))
  const lead = useQuery(query.leads.lead.queryOptions({ input: { id: leadId }, enabled: open })).data
  const first = useQuery(query.opportunities.pipeline.queryOptions({ enabled: open, staleTime: 300_000 })).data?.stages[0]?.key
  // What the lead knows already is filled in; the server carries it along all the same.
  const own = useCustomForm('opportunity', () => [first ?? ''], lead && { id: '', custom: lead.custom })
  // Of the account that is made, what its segment asks for.
  const account = useCustomForm('account', () => [lead?.segment ?? ''], lead && { id: '', custom: lead.custom })
  const act = useAct(
    (values: Values) =>
      api.opportunities.convert({
        id: leadId,
        accountId: values.accountId && values.accountId !== 'new' ? values.accountId : null,
        accountName: values.accountName,
        newAccount: values.accountId === 'new',
        accountCustom: values.accountCustom,
        contact: values.contactName || values.phone ? { name: values.contactName, phone: values.phone } : null,
        opportunity: {
          name: values.name,
          amountFen: values.amountFen,
          expectedSignOn: values.expectedSignOn ?? null,
          custom: values.custom,
        },
      }),
    onDone,
  )
  if (!open || !data || !lead || !own.ready || !account.ready) return null
  const fresh = (values: Values) => !values.accountId || values.accountId === 'new'
  const fields: Field[] = [
    ...(data.matches.length > 0
      ? ([
          {
            name: 'accountId',
            label: t('convert.account'),
            kind: 'choice',
            required: true,
            options: [
              ...data.matches.map((one) => ({
                value: one.accountId,
                label: t('convert.join', { name: `${one.name} · ${one.ownerName ?? ''}` }),
              })),
              { value: 'new', label: t('convert.new') },
            ],
          },
        ] satisfies Field[])
      : []),
    { name: 'accountName', label: t('convert.accountName'), required: true, when: fresh },
    ...under('account', account.fields)
      .filter((field) => field.requiredWhen?.({}))
      .map((field) => ({ ...field, when: fresh })),
    { name: 'contactName', label: t('convert.contactName') },
    { name: 'phone', label: t('convert.phone') },
    { name: 'name', label: t('convert.oppName'), required: true },
    { name: 'amountFen', label: t('opp.amount'), kind: 'money', required: true },
    { name: 'expectedSignOn', label: t('opp.signOn'), kind: 'day' },
    ...own.fields,
  ]
  const match = data.matches[0]
  return (
    <FormModal
      open
      title={t('convert.title', { name: data.accountName })}
      hint={t('convert.hint')}
      button={t('convert.button')}
      act={act}
      initial={{
        ...own.initial,
        ...valuesUnder('account', account.initial),
        accountId: match?.decision === 'same' ? match.accountId : match ? 'new' : undefined,
        accountName: data.accountName,
        contactName: data.contact.name,
        phone: data.contact.phone,
        name: data.accountName,
      }}
      fields={fields}
      onSave={(values) => {
        const { first, second } = partUnder('account', values)
        act.run({ ...own.split(first), accountCustom: account.split(second).custom })
      }}
      onClose={onClose}
    >
      {() =>
        data.blocks.map((block) => (
          <Refusal key={block.key} tone="bad">
            {wordsOf(block, t, f)}
          </Refusal>
        ))
      }
    </FormModal>
  )
}
