import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { query } from '#shared/api.ts'
import { addMessages, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { useWords } from '../shell/useWords.ts'
import { type Draft, FlowDesigner } from './FlowDesigner.tsx'
import { flowScreenMessages } from './flow.messages.ts'
import './flows.css'

addMessages(flowScreenMessages)

/** Every flow of the company; the chosen one is drawn, checked, tried and published. A draft stays while another flow is looked at. */
export default function FlowsPage() {
  const t = useT()
  const words = useWords()
  const [key, setKey] = useState<string | null>(null)
  const [drafts, setDrafts] = useState<Record<string, Draft | undefined>>({})
  const list = useQuery(query.approvals.flows.queryOptions())
  return (
    <Loaded from={list}>
      {(data) => {
        const flow = data.items.find((one) => one.key === key) ?? data.items[0]
        return (
          <div className="panes flows">
            <aside className="queue" aria-label={t('flows.title')}>
              <header>
                <h1>{t('flows.title')}</h1>
                <p>{t('flows.sentence')}</p>
              </header>
              {data.items.map((one) => (
                <button key={one.key} type="button" aria-pressed={one.key === flow?.key} onClick={() => setKey(one.key)}>
                  <b>{words(one.label)}</b>
                  {drafts[one.key] ? <Chip tone="warn">{t('flows.draft.left')}</Chip> : null}
                  <small>{one.source === 'default' ? t('flows.default') : t('flows.version', { n: one.version })}</small>
                </button>
              ))}
            </aside>
            {flow ? (
              <FlowDesigner
                key={`${flow.key} ${flow.version}`}
                flow={flow}
                roles={data.roles}
                draft={drafts[flow.key]}
                keep={(draft) => setDrafts((all) => ({ ...all, [flow.key]: draft }))}
              />
            ) : null}
          </div>
        )
      }}
    </Loaded>
  )
}
