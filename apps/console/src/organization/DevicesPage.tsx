import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Modal } from 'antd'
import { Smartphone } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { isProblem, problemSentence } from '#shared/problem.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Page } from '../shell/Page.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { useAct } from '../shell/useAct.tsx'
import { privacyScreenMessages } from './privacyScreen.messages.ts'

addMessages(privacyScreenMessages)

/** Phones of the people in reach: confirm the new, revoke the lost. */
export default function DevicesPage() {
  const t = useT()
  const f = useFormats()
  const [modal, holder] = Modal.useModal()
  const [asking, ask] = useState(false)
  const phones = useQuery(query.organization.devices.queryOptions())
  const confirm = useAct(async (id: string) => {
    try {
      await api.organization.confirmDevice({ id })
    } catch (problem) {
      if (!isProblem(problem) || problem.problem?.code !== 'device.unsent') throw problem
      const sure = await modal.confirm({ title: problemSentence(problem), okText: t('dev.confirm.lose'), okButtonProps: { danger: true } })
      if (sure) await api.organization.confirmDevice({ id, loseUnsent: true })
    }
  })
  const revoke = useAct((id: string) => api.organization.revokeDevice({ id }))
  const unsentWords = (unsent: Record<string, number>): string =>
    Object.entries(unsent)
      .map(([kind, n]) => `${t(`device.kind.${kind}`)} ${n}`)
      .join('、')
  const askRevoke = async (one: { id: string; name: string; memberName: string; unsent: Record<string, number> }) => {
    if (asking) return
    ask(true)
    const sure = await modal.confirm({
      title: t('dev.revoke.ask', { who: one.memberName, phone: one.name }),
      content: t('dev.revoke.hint', { unsent: unsentWords(one.unsent) || t('dev.unsent.none') }),
      okText: t('dev.revoke'),
      okButtonProps: { danger: true },
    })
    ask(false)
    if (sure) revoke.run(one.id)
  }
  return (
    <Page title={t('dev.title')} sentence={t('dev.sentence')}>
      {holder}
      {confirm.refusal}
      {revoke.refusal}
      <Loaded from={phones}>
        {(data) => (
          <Card
            title={t(data.binding ? 'dev.binding.on' : 'dev.binding.off', { n: data.phones })}
            extra={
              <Link to="/rules/$id" params={{ id: 'device.binding' }}>
                {t('dev.binding.rule')}
              </Link>
            }
            flush
          >
            {data.items.length === 0 ? (
              <Empty icon={Smartphone} title={t('dev.none')}>
                {t('dev.none.body')}
              </Empty>
            ) : (
              <table className="lines">
                <thead>
                  <tr>
                    {['who', 'phone', 'state', 'unsent', 'seen'].map((key) => (
                      <th key={key}>{t(`dev.col.${key}`)}</th>
                    ))}
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {data.items.map((one) => (
                    <tr key={one.id}>
                      <td>{one.memberName}</td>
                      <td>
                        {one.name} {one.platform && !one.name.includes(one.platform) ? <small>{one.platform}</small> : null}
                      </td>
                      <td>
                        <Chip tone={one.state === 'waiting' ? 'warn' : one.state === 'active' ? 'ok' : undefined}>
                          {t(`dev.state.${one.wipedAt ? 'wiped' : one.state}`)}
                        </Chip>
                      </td>
                      <td>{unsentWords(one.unsent) || '—'}</td>
                      <td>{f.moment(one.lastSeenAt)}</td>
                      <td>
                        {one.state === 'waiting' ? (
                          <Button size="small" type="primary" loading={confirm.busy} onClick={() => confirm.run(one.id)}>
                            {t('dev.confirm')}
                          </Button>
                        ) : null}{' '}
                        {one.state === 'revoked' ? null : (
                          <Button size="small" type="text" danger onClick={() => void askRevoke(one)}>
                            {t('dev.revoke')}
                          </Button>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </Card>
        )}
      </Loaded>
    </Page>
  )
}
