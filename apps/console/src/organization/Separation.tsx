import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'

/** 三员分立: whether the admin's powers are split, who the three are, and the act that splits or joins them. */
export function Separation() {
  const t = useT()
  const f = useFormats()
  const found = useQuery(query.organization.separation.queryOptions())
  const members = useQuery(query.organization.members.queryOptions()).data?.items ?? []
  const [asking, ask] = useState(false)
  const save = useAct(
    (v: Values) =>
      api.organization.separateAdmins(
        found.data?.on
          ? { on: false, adminId: v.adminId }
          : { on: true, systemAdminId: v.systemAdminId, securityAdminId: v.securityAdminId, auditAdminId: v.auditAdminId },
      ),
    () => ask(false),
  )
  const people = members.filter((one) => !one.disabledAt).map((one) => ({ value: one.id, label: one.name }))
  return (
    <Loaded from={found}>
      {({ on, admins }) => (
        <Card
          title={t('roles.tab.separation')}
          extra={
            <Button size="small" onClick={() => ask(true)}>
              {t(on ? 'roles.separation.end' : 'roles.separation.begin')}
            </Button>
          }
        >
          <p className="above">
            <Chip tone={on ? 'ok' : 'plain'}>{t(on ? 'roles.separation.on' : 'roles.separation.off')}</Chip> {t('roles.separation.hint')}
          </p>
          <ul className="plain">
            {admins.map((one) => (
              <li key={one.role}>
                <span>
                  <b>{t(`roles.admin.${one.role}`)}</b>
                  <small> {t(`roles.admin.${one.role}.may`)}</small>
                </span>
                <span>{on ? f.list(one.members.map((member) => member.name)) || '—' : '—'}</span>
              </li>
            ))}
          </ul>
          <FormModal
            open={asking}
            title={t(on ? 'roles.separation.end' : 'roles.separation.begin')}
            hint={t(on ? 'roles.separation.end.hint' : 'roles.separation.begin.hint')}
            button={t(on ? 'roles.separation.end' : 'roles.separation.begin')}
            danger
            act={save}
            fields={(on ? ['adminId'] : ['systemAdminId', 'securityAdminId', 'auditAdminId']).map((name) => ({
              name,
              label: t(`roles.separation.${name}`),
              kind: 'choice' as const,
              required: true,
              options: people,
            }))}
            onSave={save.run}
            onClose={() => ask(false)}
          />
        </Card>
      )}
    </Loaded>
  )
}
