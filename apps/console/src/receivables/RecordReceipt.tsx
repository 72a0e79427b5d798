import { useQuery } from '@tanstack/react-query'
import { App } from 'antd'
import { api, query } from '#shared/api.ts'
import { addMessages, today, useFormats, useT } from '#shared/i18n.ts'
import { type Field, FormModal, type Values } from '../shell/FormModal.tsx'
import { useAct } from '../shell/useAct.tsx'
import { receivableScreenMessages } from './receivableScreen.messages.ts'

addMessages(receivableScreenMessages)

type Props = {
  /** pays this contract's instalments; without it the account's, oldest due first */
  contractId?: string
  accountId?: string
  payer?: string
  amountFen?: number
  onClose: () => void
}

/** Money that came: who paid how much on which day, and what it will pay. */
export function RecordReceipt({ contractId, accountId, payer, amountFen, onClose }: Props) {
  const t = useT()
  const f = useFormats()
  const { message } = App.useApp()

  const accounts = useQuery(query.accounts.accounts.queryOptions({ input: { limit: 100 }, enabled: !accountId })).data?.items ?? []
  const act = useAct(
    async (values: Values) => {
      const account = accountId ?? values.accountId
      const allocate = contractId ? await namedItems(contractId, values.amountFen) : 'oldest'
      return api.receivables.recordReceipt({
        accountId: account,
        payer: values.payer,
        amountFen: values.amountFen,
        receivedOn: values.receivedOn,
        method: values.method,
        maturesOn: values.maturesOn,
        reference: values.reference,
        allocate: typeof allocate === 'string' || allocate.length > 0 ? allocate : 'none',
      })
    },
    ({ number }) => {
      void message.success(t('rec.recorded', { number }))
      onClose()
    },
  )
  const fields: Field[] = [
    ...(accountId
      ? []
      : ([
          {
            name: 'accountId',
            label: t('rec.record.account'),
            kind: 'choice',
            options: accounts.map((one) => ({ value: one.id, label: one.name })),
          },
        ] satisfies Field[])),
    { name: 'amountFen', label: t('rec.record.amount'), kind: 'money', required: true },
    { name: 'payer', label: t('rec.record.payer'), required: true },
    { name: 'receivedOn', label: t('rec.record.day'), kind: 'day', required: true },
    {
      name: 'method',
      label: t('rec.record.method'),
      kind: 'choice',
      required: true,
      options: ['transfer', 'cash', 'acceptance_draft'].map((value) => ({ value, label: t(`receipt_method.${value}`) })),
    },
    { name: 'maturesOn', label: t('rec.record.matures'), kind: 'day', required: true, when: (v) => v.method === 'acceptance_draft' },
    { name: 'reference', label: t('rec.record.reference') },
  ]
  return (
    <FormModal
      open
      title={t('rec.record.title')}
      button={(values) => (values.amountFen ? t('rec.record.button', { sum: f.moneyShort(values.amountFen) }) : t('rec.record'))}
      act={act}
      initial={{ payer, amountFen, receivedOn: today(), method: 'transfer' }}
      fields={fields}
      onSave={act.run}
      onClose={onClose}
    >
      {(values) => <Preview contractId={contractId} accountId={accountId ?? values.accountId} amountFen={values.amountFen ?? 0} />}
    </FormModal>
  )
}

/** The contract's open instalments, oldest due first, as far as the money reaches. */
async function namedItems(contractId: string, amountFen: number) {
  const { items } = await api.receivables.items({ contractId, state: 'unpaid', limit: 200 })
  return reach(items, amountFen).map(({ item, fen }) => ({ itemId: item.id, amountFen: fen }))
}

function reach<Item extends { openFen: number }>(items: Item[], amountFen: number): { item: Item; fen: number }[] {
  let left = amountFen
  const paid: { item: Item; fen: number }[] = []
  for (const item of items) {
    const fen = Math.min(left, item.openFen)
    if (fen > 0) paid.push({ item, fen })
    left -= fen
  }
  return paid
}

function Preview({ contractId, accountId, amountFen }: { contractId?: string; accountId?: string; amountFen: number }) {
  const t = useT()
  const f = useFormats()
  const { data } = useQuery(
    query.receivables.items.queryOptions({
      input: { contractId, accountId, state: 'unpaid', limit: 200 },
      enabled: !!(contractId ?? accountId),
    }),
  )
  if (!data || amountFen <= 0) return null
  const paid = reach(data.items, amountFen)
  const left = amountFen - paid.reduce((sum, one) => sum + one.fen, 0)
  return (
    <section className="preview">
      <b>{t('rec.record.preview')}</b>
      <ul>
        {paid.map(({ item, fen }) => (
          <li key={item.id}>
            <span>{t('rec.record.preview.item', { contract: item.contractNo, no: item.no })}</span>
            <b>{f.money(fen)}</b>
          </li>
        ))}
        {left > 0 ? <li>{paid.length > 0 ? t('rec.record.preview.left', { sum: f.money(left) }) : t('rec.record.preview.none')}</li> : null}
      </ul>
    </section>
  )
}
