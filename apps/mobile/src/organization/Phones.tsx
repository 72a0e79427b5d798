import { useQuery } from '@tanstack/react-query'
import { Smartphone } from 'lucide-react'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { isProblem, problemSentence } from '#shared/problem.ts'
import { Dialog } from '../shell/antdMobile.ts'
import { Loaded } from '../shell/Loaded.tsx'
import { Rows } from '../shell/Rows.tsx'
import { useAct } from '../shell/useAct.tsx'

type Phone = Awaited<ReturnType<typeof api.organization.myDevices>>['items'][number]

/** My phones: a new one is confirmed here, a lost one wiped. */
export function Phones() {
  const t = useT()
  const f = useFormats()
  const phones = useQuery(query.organization.myDevices.queryOptions())
  const confirm = useAct(async ({ id }: { id: string }) => {
    try {
      return await api.organization.confirmMyDevice({ id })
    } catch (problem) {
      // What would be lost is named, and lost only when the person says so.
      if (!isProblem(problem) || problem.problem?.code !== 'device.unsent') throw problem
      const sure = await Dialog.confirm({ content: problemSentence(problem), confirmText: t('phone.lose'), cancelText: t('phone.keep') })
      return sure ? await api.organization.confirmMyDevice({ id, loseUnsent: true }) : null
    }
  })
  const revoke = useAct(async ({ id, name, unsent, unsentAt }: Phone) => {
    const kinds = Object.entries(unsent).filter(([, n]) => n > 0)
    const content =
      kinds.length > 0
        ? t('phone.lost.ask.unsent', {
            name,
            n: kinds.reduce((sum, [, n]) => sum + n, 0),
            what: f.list(kinds.map(([kind, n]) => `${t(`device.kind.${kind}`)} ${f.count(n)}`)),
            at: unsentAt ? f.moment(unsentAt) : '—',
          })
        : t('phone.lost.ask', { name })
    const sure = await Dialog.confirm({
      content,
      confirmText: t(kinds.length > 0 ? 'phone.lose' : 'phone.lost'),
      cancelText: t('phone.keep'),
    })
    return sure ? await api.organization.revokeMyDevice({ id }) : null
  })
  return (
    <>
      <h2 className="section-title">{t('phone.mine')}</h2>
      {confirm.refusal}
      {revoke.refusal}
      <Loaded of={phones}>
        {({ items }) => (
          <Rows
            rows={items.slice(0, 6).map((one) => ({
              key: one.id,
              lead: <Smartphone size={20} strokeWidth={1.75} />,
              title: one.name,
              detail: one.current
                ? t('me.session.current')
                : `${t(`phone.state.${one.state}`)} · ${t('me.session.seen', { at: f.moment(one.lastSeenAt) })}`,
              extra:
                one.current || one.state === 'revoked' ? undefined : (
                  <button
                    type="button"
                    className="plain-link"
                    onClick={() => (one.state === 'waiting' ? confirm.run({ id: one.id }) : revoke.run(one))}
                  >
                    {t(one.state === 'waiting' ? 'phone.confirm' : 'phone.lost')}
                  </button>
                ),
            }))}
          />
        )}
      </Loaded>
    </>
  )
}
