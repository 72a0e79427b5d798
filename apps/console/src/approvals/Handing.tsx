// 转交, 加签: somebody else answers instead of me, before me or after me.
import { useQuery } from '@tanstack/react-query'
import { api, query } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { useAct } from '../shell/useAct.tsx'
import type { Detail } from './ApprovalRecord.tsx'

export function Handing({ data, how, close }: { data: Detail; how: 'transfer' | 'before' | 'after'; close: () => void }) {
  const t = useT()
  const members = useQuery(query.organization.members.queryOptions()).data?.items ?? []
  const act = useAct<Values, unknown>(
    (values) =>
      how === 'transfer'
        ? api.approvals.transfer({ id: data.id, memberId: values.memberId, note: values.note ?? null })
        : api.approvals.addSigners({ id: data.id, where: how, memberIds: values.memberIds, mode: values.mode, note: values.note ?? null }),
    close,
  )
  const people = members
    .filter((one) => !one.disabledAt && one.id !== data.requesterId)
    .map((one) => ({ value: one.id, label: [one.name, one.title].filter(Boolean).join(' · ') }))
  return (
    <FormModal
      open
      title={t(how === 'transfer' ? 'approvals.transfer' : `approvals.add.${how}`)}
      hint={t(how === 'transfer' ? 'approvals.transfer.hint' : `approvals.add.${how}.hint`)}
      fields={[
        how === 'transfer'
          ? { name: 'memberId', label: t('approvals.transfer.to'), kind: 'choice', options: people, required: true }
          : { name: 'memberIds', label: t('approvals.add.who'), kind: 'choices', options: people, required: true },
        ...(how === 'transfer'
          ? []
          : [
              {
                name: 'mode',
                label: t('approvals.add.mode'),
                kind: 'choice' as const,
                required: true,
                options: ['all', 'any', 'turn'].map((value) => ({ value, label: t(`approvals.mode.${value}`) })),
              },
            ]),
        { name: 'note', label: t('approvals.note'), kind: 'area' },
      ]}
      initial={{ mode: 'all' }}
      button={t(how === 'transfer' ? 'approvals.transfer.do' : 'approvals.add.do')}
      act={act}
      onSave={act.run}
      onClose={close}
    />
  )
}
