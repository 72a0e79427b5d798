import { Button, Modal, QRCode, Typography } from 'antd'
import { useState } from 'react'
import { api } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { useAct } from '../shell/useAct.tsx'
import { Invitations } from './Invitations.tsx'
import { inviteMessages } from './invite.messages.ts'

addMessages(inviteMessages)

type Named = { id: string; name: string }

/** Invites by a link and its QR code, both shown once. */
export function InviteButton({ departments, roles }: { departments: Named[]; roles: Named[] }) {
  const t = useT()
  const f = useFormats()
  const [inviting, invite] = useState(false)
  const [listed, list] = useState(false)
  const [made, show] = useState<{ link: string; expiresAt: string } | null>(null)
  const create = useAct(
    (v: Values) => api.organization.createInvitation({ roleIds: [], ...v } as never),
    ({ token, expiresAt }) => {
      invite(false)
      if (token) show({ link: `${window.location.origin}/console/invite/${token}`, expiresAt })
    },
  )
  const choices = (list: Named[]) => list.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <Button onClick={() => invite(true)}>{t('invite')}</Button>
      <Button onClick={() => list(true)}>{t('invite.list')}</Button>
      {listed ? <Invitations onClose={() => list(false)} /> : null}
      <FormModal
        open={inviting}
        title={t('invite')}
        button={t('invite.make')}
        act={create}
        fields={[
          { name: 'name', label: t('invite.name') },
          { name: 'departmentId', label: t('org.department'), kind: 'choice', options: choices(departments), required: true },
          {
            name: 'roleIds',
            label: t('org.roles'),
            kind: 'choices',
            options: choices(roles),
            required: roles.length > 0,
            when: () => roles.length > 0,
          },
        ]}
        onSave={create.run}
        onClose={() => invite(false)}
      />
      <Modal open={made !== null} title={t('invite.ready')} footer={null} onCancel={() => show(null)}>
        {made ? (
          <>
            <p>{t('invite.hint', { at: f.moment(made.expiresAt) })}</p>
            <QRCode value={made.link} size={208} bordered={false} color="#000" bgColor="#fff" />
            <Typography.Paragraph copyable>{made.link}</Typography.Paragraph>
          </>
        ) : null}
      </Modal>
    </>
  )
}
