import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Check, Link2Off, X } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Empty } from '#shared/ui/Empty.tsx'
import { Money } from '#shared/ui/Money.tsx'
import { BigButton } from '../shell/BigButton.tsx'
import { FlowPage } from '../shell/FlowPage.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { useAct } from '../shell/useAct.tsx'
import { decideMessages } from './decide.messages.ts'

addMessages(decideMessages)

/** Where a link in a message leads: what it is about, and two answers. Opening it decides nothing. */
export default function DecidePage() {
  const t = useT()
  const f = useFormats()
  const go = useNavigate()
  const { token } = useParams({ strict: false }) as { token: string }
  const link = useQuery(query.integrations.decisionLink.queryOptions({ input: { token }, retry: false }))
  const [note, setNote] = useState('')
  const [rejecting, reject] = useState(new URLSearchParams(window.location.search).get('answer') === 'reject')
  const decide = useAct((answer: 'approve' | 'reject') => api.integrations.decideByLink({ token, answer, note }))
  const data = link.data
  const open = data?.state === 'open'
  return (
    <FlowPage
      title={t('decide.title')}
      onBack={() => void go({ to: '/approvals' })}
      dock={
        open ? (
          rejecting ? (
            <>
              <BigButton look="plain" onPress={() => reject(false)}>
                {t('decide.back')}
              </BigButton>
              <BigButton look="danger" icon={X} busy={decide.busy} disabled={note.trim() === ''} onPress={() => decide.run('reject')}>
                {t(note.trim() === '' ? 'decide.why' : 'decide.reject')}
              </BigButton>
            </>
          ) : (
            <>
              <BigButton look="plain" icon={X} onPress={() => reject(true)}>
                {t('decide.reject')}
              </BigButton>
              <BigButton icon={Check} busy={decide.busy} onPress={() => decide.run('approve')}>
                {t('decide.approve')}
              </BigButton>
            </>
          )
        ) : undefined
      }
    >
      {decide.refusal}
      <Loaded of={link}>
        {(one) =>
          one.approvalId === null ? (
            <Empty icon={Link2Off} title={t(`decide.state.${one.state}`)}>
              {t(`decide.state.${one.state}.body`)}
            </Empty>
          ) : (
            <>
              <section className="phone-card">
                <p className="quiet">{one.number}</p>
                <h2>{one.title}</h2>
                {one.amountFen === null ? null : (
                  <p>
                    <Money fen={one.amountFen} />
                  </p>
                )}
                <p>{t('decide.by', { name: one.requesterName ?? '', at: one.requestedAt ? f.moment(one.requestedAt) : '' })}</p>
                <button type="button" className="plain-link" onClick={() => void go({ to: `/approvals/${one.approvalId}` })}>
                  {t('decide.all')}
                </button>
              </section>
              {one.state === 'open' ? null : (
                <section className="phone-card" data-tone={one.state === 'used' ? 'ok' : undefined}>
                  <h2>{t(one.answer ? `decide.answer.${one.answer}` : `decide.state.${one.state}`)}</h2>
                  <p>{t(`decide.state.${one.state}.body`)}</p>
                </section>
              )}
              {open && rejecting ? (
                <section className="phone-card">
                  <label>
                    {t('decide.why')}
                    <textarea
                      className="phone-area"
                      rows={3}
                      value={note}
                      maxLength={1000}
                      onChange={(event) => setNote(event.target.value)}
                    />
                  </label>
                </section>
              ) : null}
            </>
          )
        }
      </Loaded>
    </FlowPage>
  )
}
