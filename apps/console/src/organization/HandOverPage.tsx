import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Page } from '../shell/Page.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { orgMessages } from './org.messages.ts'
import { organizationScreenMessages } from './organizationScreen.messages.ts'

addMessages(organizationScreenMessages, orgMessages)

/** 移交单: what passed from whom to whom, record by record; both sides read the same. */
export default function HandOverPage() {
  const t = useT()
  const f = useFormats()
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useQuery(query.organization.handOverRecord.queryOptions({ input: { id } }))
  return (
    <Loaded from={found}>
      {(one) => (
        <Page
          title={t('org.handOver.line', { from: one.fromName, to: one.toName })}
          sentence={t('org.handOver.by', { at: f.evidence(one.at), by: one.byName ?? t('console.system') })}
          chips={<Chip tone={one.leaving ? 'warn' : 'plain'}>{t(one.leaving ? 'org.handOver.leaving' : 'org.handOver.staying')}</Chip>}
        >
          {[...Map.groupBy(one.items, (item) => item.kind)].map(([kind, items]) => (
            <Card key={kind} title={t(`holding.${kind}`)} note={f.count(items.length)} flush>
              <table className="lines text">
                <tbody>
                  {items.map((item) => (
                    <tr key={item.id}>
                      <td>{item.name}</td>
                      <td>{t(item.moved ? 'org.handOver.moved' : 'org.handOver.kept', { to: one.toName, from: one.fromName })}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Card>
          ))}
        </Page>
      )}
    </Loaded>
  )
}
