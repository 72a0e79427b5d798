import { useQuery } from '@tanstack/react-query'
import { Button, Popconfirm } from 'antd'
import { UsersRound } from 'lucide-react'
import { adminRoles } from '#modules/organization/separation.rule.ts'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { useMe } from '#shared/session.ts'
import { AlertStrip } from '../shell/ListPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { roleMessages } from './roles.messages.ts'

addMessages(roleMessages)

/** What the three admins see when one of them asks to end their separation; the one who may confirms. Nothing for everybody else. */
export function SeparationEnding() {
  const t = useT()
  const f = useFormats()
  const roles = useMe()?.roles ?? []
  const enabled = adminRoles.some((code) => roles.includes(code))
  const ending = useQuery({ ...query.organization.separationEnding.queryOptions(), enabled }).data?.ending
  const end = useAct((adminId: string) => api.organization.endSeparation({ adminId }))
  if (!ending) return null
  const told = { by: ending.askedByName, name: ending.adminName, at: f.moment(ending.askedAt) }
  return (
    <>
      <AlertStrip
        icon={<UsersRound size={16} strokeWidth={1.75} />}
        title={t('roles.ending', told)}
        hint={t('roles.ending.hint')}
        action={
          ending.may.confirm ? (
            <Popconfirm
              title={t('roles.ending.sure', told)}
              okText={t('roles.separation.end')}
              okButtonProps={{ danger: true }}
              onConfirm={() => end.run(ending.adminId)}
            >
              <Button size="small" loading={end.busy}>
                {t('roles.ending.confirm')}
              </Button>
            </Popconfirm>
          ) : null
        }
      />
      {end.refusal}
    </>
  )
}
