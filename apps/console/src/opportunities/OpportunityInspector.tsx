import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { StageBar } from '#shared/ui/StageBar.tsx'
import { Inspector } from '../shell/Inspector.tsx'
import { InspectorWaiting } from '../shell/InspectorWaiting.tsx'
import { useAct } from '../shell/useAct.tsx'
import { usePick } from '../shell/useWords.ts'
import { GatePart } from './GatePart.tsx'
import { type OpportunityDetail, useOpportunityActs } from './useOpportunityActs.tsx'

/** One opportunity beside the board: where it stands, what is missing, and the way on. */
export function OpportunityInspector({ id, onClose }: { id: string; onClose: () => void }) {
  const found = useQuery(query.opportunities.get.queryOptions({ input: { id } }))
  const { data } = found
  if (!data) return <InspectorWaiting from={found} onClose={onClose} />
  return <Filled data={data} onClose={onClose} />
}

function Filled({ data, onClose }: { data: OpportunityDetail; onClose: () => void }) {
  const t = useT()
  const f = useFormats()
  const pick = usePick()
  const acts = useOpportunityActs(data)
  const { checklist } = data
  const next = data.stages.find((one) => one.key === checklist.next)
  const move = useAct(() => api.opportunities.move({ id: data.id, to: checklist.next ?? '', version: data.version }))
  return (
    <Inspector
      eyebrow={`${t('console.kind.opportunity')} ${data.number}`}
      title={data.name}
      full={`/opportunities/${data.id}`}
      onClose={onClose}
      chips={
        <>
          <Chip tone="pri">
            <Money fen={data.amountFen} as="short" />
          </Chip>
          <Chip>
            {data.ownerName}
            {data.expectedSignOn ? ` · ${t('opp.signs', { day: f.day(data.expectedSignOn) })}` : ''}
          </Chip>
        </>
      }
      head={
        <StageBar
          stages={data.stages.map((one) => ({ key: one.key, name: pick(one) }))}
          current={data.stage}
          share={data.gate.of ? data.gate.done / data.gate.of : 1}
          lost={data.state === 'lost'}
        />
      }
      footer={
        data.state === 'open' && next ? (
          <div className="acts">
            {data.may.override && checklist.missing > 0 ? <Button onClick={() => acts.open('override')}>{t('opp.override')}</Button> : null}
            <span className="grow quiet">
              {!data.may.edit
                ? t('opp.forbidden', { owner: data.ownerName })
                : checklist.missing > 0
                  ? t('opp.blocked', { n: checklist.missing })
                  : null}
            </span>
            <Button
              type="primary"
              loading={move.busy}
              disabled={!data.may.edit || checklist.missing > 0}
              onClick={() => move.run(undefined)}
            >
              {t('opp.moveTo.stage', { stage: pick(next) })}
            </Button>
          </div>
        ) : null
      }
    >
      {move.refusal}
      <GatePart data={data} open={acts.open} quotation={() => acts.quotation.run()} contract={() => acts.contract.run()} />
      {acts.quotation.refusal}
      {acts.contract.refusal}
      {acts.dialogs}
    </Inspector>
  )
}
