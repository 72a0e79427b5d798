import { useQuery } from '@tanstack/react-query'
import { Eye } from 'lucide-react'
import { query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Rows } from '../shell/Rows.tsx'
import { meMessages } from './me.messages.ts'

addMessages(meMessages)

/** 谁看过我: who looked at my positions and photos, and when. */
export default function LooksPage() {
  const t = useT()
  const f = useFormats()
  const looks = useQuery(query.organization.myLooks.queryOptions({ input: { limit: 100 } }))
  return (
    <FlowPage title={t('mobile.looks')}>
      <p className="phone-note">{t('looks.note')}</p>
      <Loaded of={looks}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={Eye} title={t('looks.none')}>
              {t('looks.none.body')}
            </Empty>
          ) : (
            <Rows
              rows={items.map((one) => ({
                key: one.id,
                lead: <Eye size={20} strokeWidth={1.75} />,
                title: t('looks.line', { name: one.actorName, what: t(`looks.${one.kind}`) }),
                detail: f.moment(one.at),
                ...(one.subjectType === 'visit' ? { to: `/visits/${one.subjectId}` } : {}),
              }))}
            />
          )
        }
      </Loaded>
    </FlowPage>
  )
}
