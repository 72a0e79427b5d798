import { Button, ConfigProvider, Table, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { useFormats, useT } from '#shared/i18n.ts'
import { SkeletonRows } from '#shared/ui/Skeleton.tsx'
import { useRowKeys } from './useRowKeys.ts'

export type ListColumn<Row> = TableColumnsType<Row>[number] & { /** left out while the inspector is open */ secondary?: boolean }

type Props<Row> = {
  columns: ListColumn<Row>[]
  /** undefined while loading */
  rows: Row[] | undefined
  rowKey: (row: Row) => string
  /** row whose inspector is open */
  openId?: string | null
  /** opens or walks the inspector; null closes it */
  onInspect?: (id: string | null) => void
  /** Enter, or a double press: the full record */
  onEnter?: (id: string) => void
  tone?: (row: Row) => 'faded' | 'new' | 'changed' | undefined
  /** what stands there when there are no rows */
  empty: ReactNode
  compact?: boolean
  more?: { shown: boolean; loading: boolean; load: () => void }
  footer?: ReactNode
}

/** Table of a list page: one row, one record. Rows are pressed, or walked with ↑↓ and opened with Enter. */
export function ListTable<Row extends object>(props: Props<Row>) {
  const { columns, rows, rowKey, openId, onInspect, onEnter, tone, empty, compact, more, footer } = props
  useRowKeys({ ids: rows?.map(rowKey) ?? [], openId: openId ?? null, onInspect, onEnter })
  if (!rows)
    return (
      <div className="fl-skeleton">
        <SkeletonRows rows={10} />
      </div>
    )
  if (rows.length === 0) return <div className="card">{empty}</div>
  return (
    <div className="card list-table" data-compact={compact}>
      <ConfigProvider theme={compact ? { components: { Table: { cellPaddingBlock: 8 } } } : {}}>
        <Table<Row>
          columns={columns.filter((column) => !(column.secondary && openId))}
          dataSource={rows}
          rowKey={rowKey}
          pagination={false}
          rowClassName={(row) =>
            `${onInspect ? 'pressable ' : ''}${tone?.(row) ? `row-${tone(row)} ` : ''}${rowKey(row) === openId ? 'row-open' : ''}`
          }
          onRow={(row) => ({
            onClick: (event) => {
              // A button in a row does its own thing.
              if (!(event.target as HTMLElement).closest('button, a, input, label')) onInspect?.(rowKey(row))
            },
            onDoubleClick: () => onEnter?.(rowKey(row)),
            'aria-selected': onInspect ? rowKey(row) === openId : undefined,
            'data-row': rowKey(row),
          })}
        />
      </ConfigProvider>
      {footer}
      {more ? <MoreRows rows={rows.length} more={more} /> : null}
    </div>
  )
}

function MoreRows({ rows, more }: { rows: number; more: NonNullable<Props<object>['more']> }) {
  const t = useT()
  const f = useFormats()
  return (
    <div className="list-more">
      {more.shown ? (
        <Button type="text" loading={more.loading} onClick={more.load}>
          {t('console.list.more', { n: 50 })}
        </Button>
      ) : (
        <span>{t('console.list.end', { n: f.count(rows) })}</span>
      )}
    </div>
  )
}
