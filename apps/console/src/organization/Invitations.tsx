import { useQuery } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { useAct } from '../shell/useAct.tsx'

/** Who was invited and what became of it; an open invitation can be taken back. */
export function Invitations({ onClose }: { onClose: () => void }) {
  const t = useT()
  const f = useFormats()
  const items = useQuery(query.organization.invitations.queryOptions()).data?.items
  const revoke = useAct((id: string) => api.organization.revokeInvitation({ id }))
  return (
    <Modal open title={t('invite.list')} footer={null} onCancel={onClose} destroyOnHidden>
      {items?.length === 0 ? <p className="quiet">{t('invite.none')}</p> : null}
      <ul className="plain">
        {items?.map((one) => (
          <li key={one.id}>
            <span>{[one.acceptedByName ?? one.name, one.department].filter(Boolean).join(' · ')}</span>
            <small>{t('invite.by', { by: one.createdByName ?? '', at: f.moment(one.createdAt) })}</small>
            {one.state === 'open' ? (
              <>
                <small>{t('invite.until', { at: f.moment(one.expiresAt) })}</small>
                <Button size="small" type="text" danger loading={revoke.busy} onClick={() => revoke.run(one.id)}>
                  {t('invite.revoke')}
                </Button>
              </>
            ) : (
              <Chip tone={one.state === 'accepted' ? 'ok' : undefined}>{t(`invite.state.${one.state}`)}</Chip>
            )}
          </li>
        ))}
      </ul>
      {revoke.refusal}
    </Modal>
  )
}
