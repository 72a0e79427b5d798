import { useQuery } from '@tanstack/react-query'
import { ClipboardList } from 'lucide-react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { noticeScreenMessages } from '../notifications/notice.messages.ts'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Rows } from '../shell/Rows.tsx'
import { useAct } from '../shell/useAct.tsx'
import { useWords } from '../shell/useWords.ts'

addMessages(noticeScreenMessages)

/** My open tasks by due date; most end by themselves once the thing is done. */
export default function TasksPage() {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const tasks = useQuery(query.tasks.tasks.queryOptions({ input: { limit: 60 } }))
  const finish = useAct((id: string) => api.tasks.finishTask({ id }))
  return (
    <FlowPage title={t('tasks.title')}>
      {finish.refusal}
      <Loaded of={tasks}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={ClipboardList} title={t('tasks.none')}>
              {t('tasks.none.body')}
            </Empty>
          ) : (
            <Rows
              rows={items.map((one) => ({
                key: one.id,
                to: one.link ?? undefined,
                lead: <ClipboardList size={20} strokeWidth={1.75} style={{ color: one.overdue ? 'var(--bad)' : undefined }} />,
                title: words({ key: one.titleKey, params: one.params }),
                detail: [one.dueAt ? f.moment(one.dueAt) : null, one.overdue ? t('tasks.overdue') : null].filter(Boolean).join(' · '),
                extra:
                  one.may.finish && !one.link ? (
                    <button type="button" className="plain-link" onClick={() => finish.run(one.id)}>
                      {t('tasks.done')}
                    </button>
                  ) : undefined,
              }))}
            />
          )
        }
      </Loaded>
    </FlowPage>
  )
}
