import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { SlidersHorizontal } from 'lucide-react'
import { query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { usePick } from '../shell/useWords.ts'
import { organizationScreenMessages } from './organizationScreen.messages.ts'
import { PolicyPage } from './PolicyPage.tsx'
import { ruleMessages } from './rules.messages.ts'

addMessages(organizationScreenMessages, ruleMessages)

/** Every rule of the company by room; one rule's page is drawn from its schema. */
export default function RulesPage() {
  const t = useT()
  const f = useFormats()
  const pick = usePick()
  const go = useNavigate()
  const { id } = useParams({ strict: false }) as { id?: string }
  const list = useQuery(query.organization.policies.queryOptions())
  return (
    <Loaded from={list}>
      {(data) => {
        const rooms = [...new Set(data.items.map((one) => one.room))]
        return (
          <div className="panes rules">
            <aside className="queue" aria-label={t('rules.title')}>
              <header>
                <h1>{t('rules.title')}</h1>
                <p>{t('rules.sentence')}</p>
              </header>
              {rooms.map((room) => {
                const rules = data.items.filter((one) => one.room === room)
                return (
                  <section key={room}>
                    <h2>{rules[0] ? pick(rules[0].roomTitle) : room}</h2>
                    {rules.map((rule) => (
                      <button
                        key={rule.id}
                        type="button"
                        aria-pressed={rule.id === id}
                        onClick={() => void go({ to: `/rules/${rule.id}` })}
                      >
                        <b>{pick(rule.title)}</b>
                        <small>
                          {rule.version === 0 ? t('rules.default') : t('rules.version', { n: rule.version })}
                          {rule.authorName && rule.effectiveAt
                            ? ` · ${t('rules.by', { name: rule.authorName, at: f.moment(rule.effectiveAt) })}`
                            : ''}
                          {rule.upcoming > 0 ? <Chip tone="warn">{t('rules.upcoming', { n: rule.upcoming })}</Chip> : null}
                        </small>
                      </button>
                    ))}
                  </section>
                )
              })}
            </aside>
            {id ? (
              <PolicyPage key={id} id={id} />
            ) : (
              <div className="page">
                <Empty icon={SlidersHorizontal} title={t('rules.pick')}>
                  {t('rules.pick.body')}
                </Empty>
              </div>
            )}
          </div>
        )
      }}
    </Loaded>
  )
}
