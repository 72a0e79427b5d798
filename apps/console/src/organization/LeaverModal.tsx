import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, query } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { FormModal, type Values } from '../shell/FormModal.tsx'
import { useAct } from '../shell/useAct.tsx'

type Member = Awaited<ReturnType<typeof api.organization.members>>['items'][number]

/** 移交: all that a member holds, to whom it goes, and whether the account ends with it. */
export function LeaverModal({ member, members, onClose }: { member: Member; members: Member[]; onClose: () => void }) {
  const t = useT()
  const f = useFormats()
  const go = useNavigate()
  const kit = useQuery(query.organization.memberHoldings.queryOptions({ input: { id: member.id } })).data
  const act = useAct(
    async (v: Values): Promise<string> => {
      if (!v.leaving) return (await api.organization.handOver({ id: member.id, toId: v.successorId })).id
      return (await api.organization.disableMember({ id: member.id, successorId: v.successorId })).handOverId
    },
    (id) => {
      onClose()
      void go({ to: `/hand-overs/${id}` as string })
    },
  )
  if (!kit) return null
  const kinds = Object.entries(kit.counts)
  return (
    <FormModal
      open
      width={640}
      title={t('org.kit.title', { name: member.name })}
      button={(v) => t(v.leaving ? 'org.kit.leave' : 'org.kit.pass')}
      danger
      act={act}
      initial={{ successorId: kit.successorId ?? undefined, leaving: true }}
      fields={[
        {
          name: 'successorId',
          label: t('org.successor'),
          kind: 'choice',
          required: true,
          options: members.filter((one) => !one.disabledAt && one.id !== member.id).map((one) => ({ value: one.id, label: one.name })),
        },
        { name: 'leaving', label: t('org.kit.leaving'), kind: 'switch', hint: t('org.kit.leaving.hint') },
      ]}
      onSave={act.run}
      onClose={onClose}
    >
      {() => (
        <section className="kit">
          <h3>{t('org.kit.holds', { n: kit.items.length })}</h3>
          {kinds.length === 0 ? <p className="quiet">{t('org.kit.nothing')}</p> : null}
          {kinds.map(([kind, n]) => (
            <details key={kind}>
              <summary>
                {t(`holding.${kind}`)} <b>{f.count(n)}</b>
              </summary>
              <p>{f.list(kit.items.filter((one) => one.kind === kind).map((one) => one.name))}</p>
            </details>
          ))}
          <Phones phones={kit.phones} />
          <p className="quiet">{t('org.kit.devices', { n: kit.devices.length })}</p>
        </section>
      )}
    </FormModal>
  )
}

type Phone = Awaited<ReturnType<typeof api.organization.memberHoldings>>['phones'][number]

/** What each phone has not sent, as it said when it last spoke. */
function Phones({ phones }: { phones: Phone[] }) {
  const t = useT()
  const f = useFormats()
  if (phones.length === 0) return null
  const unsent = phones.some((one) => Object.keys(one.unsent).length > 0)
  return (
    <>
      <h3>{t('org.kit.phones')}</h3>
      <ul className="plain">
        {phones.map((one) => {
          const what = f.list(Object.entries(one.unsent).map(([kind, n]) => `${t(`device.kind.${kind}`)} ${f.count(n)}`))
          return (
            <li key={one.id}>
              <span>
                {one.name}{' '}
                <small>
                  {one.platform.startsWith(one.name)
                    ? one.platform.slice(one.name.length)
                    : one.name.includes(one.platform)
                      ? ''
                      : one.platform}
                </small>
              </span>
              <span data-tone={what ? 'warn' : undefined}>
                {t(what ? 'org.kit.phone.unsent' : 'org.kit.phone.sent', { what, at: f.moment(one.lastSeenAt) })}
              </span>
            </li>
          )
        })}
      </ul>
      <p className="quiet">{t(unsent ? 'org.kit.phone.lost' : 'org.kit.phone.offline')}</p>
    </>
  )
}
