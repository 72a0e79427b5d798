import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select, Tabs } from 'antd'
import { Package, Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useLanguage, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { organizationScreenMessages } from '../organization/organizationScreen.messages.ts'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { ListPage } from '../shell/ListPage.tsx'
import { type ListColumn, ListTable } from '../shell/ListTable.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePages } from '../shell/usePages.ts'

addMessages(organizationScreenMessages)

type Product = Awaited<ReturnType<typeof api.products.products>>['items'][number]

/** What is sold, and what it costs in each book. */
export default function ProductsPage() {
  const t = useT()
  const me = useMe()
  const [tab, setTab] = useState('products')
  const [making, make] = useState(false)
  const create = useAct(
    (v: Values) => api.products.createProduct({ ...v, taxBp: Math.round(v.tax * 100) } as never),
    () => make(false),
  )
  return (
    <ListPage
      title={t('products.title')}
      actions={may(me, 'product.write') ? <Button onClick={() => make(true)}>{t('products.add')}</Button> : null}
      tabs={
        <Tabs
          activeKey={tab}
          onChange={setTab}
          items={['products', ...(may(me, 'quotation.read') ? ['prices'] : [])].map((key) => ({ key, label: t(`products.tab.${key}`) }))}
        />
      }
    >
      {tab === 'products' ? <Products /> : <Prices />}
      <FormModal
        open={making}
        title={t('products.add')}
        button={t('products.add')}
        act={create}
        initial={{ tax: 13 }}
        fields={[
          { name: 'code', label: t('products.code'), required: true },
          { name: 'name', label: t('products.name'), required: true },
          { name: 'unit', label: t('products.unit'), required: true },
          { name: 'spec', label: t('products.spec') },
          { name: 'category', label: t('products.category') },
          { name: 'tax', label: t('products.tax'), kind: 'number', min: 0, max: 100, suffix: '%', required: true },
          ...(may(me, 'field.cost') ? [{ name: 'costFen', label: t('products.cost'), kind: 'money' as const }] : []),
        ]}
        onSave={create.run}
        onClose={() => make(false)}
      />
    </ListPage>
  )
}

function Products() {
  const t = useT()
  const f = useFormats()
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim()) || undefined
  const list = usePages(['products', 'products', q], (cursor) => api.products.products({ q, cursor }))
  const columns: ListColumn<Product>[] = [
    { title: t('products.code'), width: 90, dataIndex: 'code' },
    {
      title: t('products.name'),
      render: (_, row) => (
        <span className="two">
          <b>{row.name}</b>
          <small>{[row.category, row.spec].filter(Boolean).join(' · ')}</small>
        </span>
      ),
    },
    { title: t('products.unit'), width: 80, dataIndex: 'unit' },
    { title: t('products.tax'), width: 90, align: 'right', render: (_, row) => f.percent(row.taxBp / 10_000, 0) },
    ...(list.rows?.some((row) => row.costFen !== undefined)
      ? [
          {
            title: t('products.cost'),
            width: 130,
            align: 'right' as const,
            render: (_: unknown, row: Product) => (row.costFen == null ? '—' : f.money(row.costFen)),
          },
        ]
      : []),
  ]
  return (
    <>
      <div className="list-filters">
        <Input
          value={text}
          allowClear
          onChange={(event) => setText(event.target.value)}
          placeholder={t('products.search')}
          prefix={<Search size={15} />}
          style={{ width: 220 }}
        />
      </div>
      <ListTable
        columns={columns}
        rows={list.rows}
        rowKey={(row) => row.id}
        more={list.more}
        empty={<Empty icon={Package} title={t('products.empty')} />}
      />
    </>
  )
}

function Prices() {
  const t = useT()
  const shown = useLanguage()
  const books = useQuery(query.quotations.priceBooks.queryOptions()).data?.items ?? []
  const [chosen, choose] = useState<string | undefined>()
  const id = chosen ?? books[0]?.id
  const entries = useQuery(query.quotations.priceEntries.queryOptions({ input: { id: id ?? '' }, enabled: !!id })).data
  return (
    <>
      <div className="list-filters">
        <Select
          value={id}
          onChange={choose}
          aria-label={t('products.book')}
          style={{ width: 220 }}
          options={books.map((one) => ({ value: one.id, label: shown === 'zh' ? one.name : one.nameEn }))}
        />
      </div>
      <section className="card" data-flush="true">
        <table className="lines">
          <thead>
            <tr>
              <th>{t('products.name')}</th>
              <th>{t('products.unit')}</th>
              <th>{t('products.list')}</th>
              <th>{t('products.price')}</th>
              <th>{t('products.floor')}</th>
            </tr>
          </thead>
          <tbody>
            {entries?.items.map((one) => (
              <tr key={one.productId}>
                <td>
                  {one.name} <small>{one.code}</small>
                </td>
                <td>{one.unit}</td>
                <td>{one.listPrice}</td>
                <td>{one.bookPrice}</td>
                <td>{one.floorPrice}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}
