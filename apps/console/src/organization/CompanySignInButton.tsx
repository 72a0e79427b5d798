import { useQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useT } from '#shared/i18n.ts'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { useAct } from '../shell/useAct.tsx'
import { inviteMessages } from './invite.messages.ts'

addMessages(inviteMessages)

/** The company's own provider: which, and what it calls us. */
export function CompanySignInButton() {
  const t = useT()
  const { message } = App.useApp()
  const [open, show] = useState(false)
  const found = useQuery({ ...query.organization.companySignIn.queryOptions(), enabled: open })
  const set = useAct(
    (v: Values) => api.organization.setCompanySignIn({ ...v, version: found.data?.current?.version ?? 0 } as never),
    () => {
      show(false)
      void message.success(t('cosign.done'))
    },
  )
  const kinds = (['oidc', 'wecom', 'dingtalk', 'feishu'] as const).map((value) => ({ value, label: t(`cosign.kind.${value}`) }))
  return (
    <>
      <Button onClick={() => show(true)}>{t('cosign')}</Button>
      <FormModal
        open={open && found.data !== undefined}
        title={t('cosign')}
        button={t('cosign.save')}
        act={set}
        initial={found.data?.current ?? { kind: 'oidc', enabled: true }}
        fields={[
          { name: 'kind', label: t('cosign.kind'), kind: 'choice', options: kinds, required: true },
          { name: 'clientId', label: t('cosign.clientId'), required: true },
          { name: 'clientSecret', label: t('cosign.secret'), kind: 'password' },
          { name: 'issuer', label: t('cosign.issuer'), when: (v) => v.kind === 'oidc' },
          { name: 'agentId', label: t('cosign.agentId'), when: (v) => v.kind === 'wecom' },
          { name: 'enabled', label: t('cosign.enabled'), kind: 'switch' },
        ]}
        onSave={set.run}
        onClose={() => show(false)}
      >
        {() => (
          <>
            <p>{t('cosign.redirect')}</p>
            {found.data?.redirectUris.map((uri) => (
              <div key={uri}>
                <code className="door-key">{uri}</code>
              </div>
            ))}
          </>
        )}
      </FormModal>
    </>
  )
}
