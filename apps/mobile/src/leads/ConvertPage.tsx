import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { api, query } from '#shared/api.ts'
import { partUnder, under, valuesUnder } from '#shared/customFields.ts'
import { addMessages, useT } from '#shared/i18n.ts'
import { Refusal } from '#shared/ui/Refusal.tsx'
import { useCustomForm } from '../organization/customFields.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { type Field, Form, type Values } from '../shell/Form.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { useAct } from '../shell/useAct.tsx'
import { useWords } from '../shell/useWords.ts'
import { leadMessages } from './leads.messages.ts'

addMessages(leadMessages)

/** Lead to account, contact and opportunity, in one go. */
export default function ConvertPage() {
  const t = useT()
  const words = useWords()
  const go = useNavigate()
  const { id } = useParams({ strict: false }) as { id: string }
  const conversion = useQuery(query.opportunities.conversion.queryOptions({ input: { id } }))
  const first = useQuery(query.opportunities.pipeline.queryOptions({ staleTime: 300_000 })).data?.stages[0]?.key
  const lead = useQuery(query.leads.lead.queryOptions({ input: { id } })).data
  // What the lead knows already is filled in; the server carries it along all the same.
  const own = useCustomForm('opportunity', [first ?? ''], lead && { id: '', custom: lead.custom })
  // Of the account that is made, what its segment asks for.
  const account = useCustomForm('account', lead ? [lead.segment] : null, lead && { id: '', custom: lead.custom })
  const convert = useAct(
    (values: Values) => {
      const joins = values.accountId && values.accountId !== 'new' ? (values.accountId as string) : null
      return api.opportunities.convert({
        id,
        accountId: joins,
        accountName: joins ? null : (values.accountName as string),
        newAccount: values.accountId === 'new',
        accountCustom: values.accountCustom,
        contact: values.contactName ? { name: values.contactName as string, phone: (values.phone as string | undefined) ?? null } : null,
        opportunity: {
          name: values.name as string,
          amountFen: values.amountFen as number,
          expectedSignOn: (values.signOn as string | undefined) ?? null,
          custom: values.custom,
        },
      })
    },
    (made) => void go({ to: `/opportunities/${made.opportunityId}`, replace: true }),
  )
  return (
    <FlowPage title={t('leads.convert.short')} sentence={conversion.data?.accountName}>
      <Loaded of={conversion}>
        {(data) => {
          if (!lead || !own.ready || !account.ready) return null
          const fresh = (values: Values) => data.matches.length === 0 || values.accountId === 'new'
          const fields: Field[] = [
            ...(data.matches.length > 0
              ? [
                  {
                    name: 'accountId',
                    label: t('leads.convert.account'),
                    kind: 'chips' as const,
                    required: true,
                    options: [
                      ...data.matches.map((match) => ({ value: match.accountId, label: t('leads.convert.join', { name: match.name }) })),
                      { value: 'new', label: t('leads.convert.new') },
                    ],
                  },
                ]
              : []),
            {
              name: 'accountName',
              label: t('leads.convert.accountName'),
              required: true,
              when: fresh,
            },
            ...under('account', account.fields)
              .filter((field) => field.required)
              .map((field) => ({ ...field, when: fresh })),
            { name: 'contactName', label: t('leads.convert.contact') },
            { name: 'phone', label: t('leads.convert.phone'), kind: 'phone' },
            { name: 'name', label: t('leads.convert.name'), required: true },
            { name: 'amountFen', label: t('leads.convert.amount'), kind: 'money', required: true },
            { name: 'signOn', label: t('leads.convert.signOn'), kind: 'day' },
            ...own.fields,
          ]
          return (
            <section className="phone-card">
              {data.blocks.map((block) => (
                <Refusal key={block.key}>{words(block)}</Refusal>
              ))}
              <p className="quiet" style={{ marginBottom: 12 }}>
                {t('leads.convert.hint')}
              </p>
              <Form
                fields={fields}
                initial={{
                  ...own.initial,
                  ...valuesUnder('account', account.initial),
                  accountId: data.matches.find((match) => match.decision === 'same')?.accountId,
                  accountName: data.accountName,
                  contactName: data.contact.name ?? undefined,
                  phone: data.contact.phone ?? undefined,
                  name: data.accountName,
                }}
                button={t('leads.convert')}
                act={convert}
                onSave={(values) => {
                  const { first: mine, second } = partUnder('account', values)
                  convert.run({ ...own.split(mine), accountCustom: account.split(second).custom })
                }}
              />
            </section>
          )
        }}
      </Loaded>
    </FlowPage>
  )
}
