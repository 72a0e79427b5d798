import { useQuery } from '@tanstack/react-query'
import { query } from '#shared/api.ts'
import { knows, useFormats, useT } from '#shared/i18n.ts'
import { fillOf } from '#shared/words.ts'
import { Facts, Inspector, Part } from '../shell/Inspector.tsx'
import { InspectorWaiting } from '../shell/InspectorWaiting.tsx'
import { WorkingText } from './WorkingText.tsx'

/** One entry explained down to receipt, contract and the plan's version. */
export function EntryInspector({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT()
  const f = useFormats()
  const found = useQuery(query.commissions.entry.queryOptions({ input: { id } }))
  const { data } = found
  if (!data) return <InspectorWaiting from={found} onClose={onClose} />
  return (
    <Inspector
      eyebrow={`${data.memberName} · ${data.period}`}
      title={data.amountFen === undefined ? (data.accountName ?? '') : f.money(data.amountFen)}
      onClose={onClose}
    >
      <Part title={t('comm.before')}>
        <WorkingText working={data.before} />
      </Part>
      <Part title={t('comm.after')}>
        <WorkingText working={data.after} />
      </Part>
      <Part title={t('comm.explain')}>
        <ol className="tree">
          {data.why.map((node, i) => (
            <li key={`${node.node}-${node.id ?? i}`} style={{ paddingLeft: i * 14 }}>
              <small>{knows(`comm.node.${node.node}`) ? t(`comm.node.${node.node}`) : node.node}</small>
              <b>{node.node === 'rule' ? null : knows(node.label) ? t(node.label, fillOf(node.params, f)) : node.label}</b>
              <Facts
                rows={Object.entries(fillOf(node.params, f)).map(([key, value]) => [
                  knows(`comm.fact.${key}`) ? t(`comm.fact.${key}`) : key,
                  value,
                ])}
              />
            </li>
          ))}
        </ol>
      </Part>
    </Inspector>
  )
}
