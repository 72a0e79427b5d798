import { Button, Input, Tag } from 'antd'
import { Pin, X } from 'lucide-react'
import { useState } from 'react'
import { api } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Avatar } from '#shared/ui/Avatar.tsx'
import { Facts, Part } from '../shell/Inspector.tsx'
import { useAct } from '../shell/useAct.tsx'
import type { OpportunityDetail } from './useOpportunityActs.tsx'

/** Who is in it on both sides, and what was said. */
export function OpportunityPeople({ data, add }: { data: OpportunityDetail; add: () => void }) {
  const t = useT()
  const f = useFormats()
  const remove = useAct((memberId: string) => api.opportunities.removeMember({ id: data.id, memberId }))
  return (
    <>
      <Part title={t('opp.contacts')}>
        <Facts
          rows={data.contacts.map((one) => [
            <>
              {one.name} {one.id === data.decisionMakerId ? <Tag color="blue">{t('opp.role.decision_maker')}</Tag> : null}
            </>,
            [one.title, one.phone ? f.phone(one.phone) : null].filter(Boolean).join(' · ') || '—',
          ])}
        />
      </Part>
      <Part
        title={t('opp.team')}
        extra={
          data.may.team ? (
            <Button size="small" onClick={add}>
              {t('opp.team.add')}
            </Button>
          ) : null
        }
      >
        <ul className="people">
          <li>
            <Avatar name={data.ownerName} /> <b>{data.ownerName}</b> <small>{t('opp.owner')}</small>
          </li>
          {data.team.map((one) => (
            <li key={one.memberId}>
              <Avatar name={one.name} /> <b>{one.name}</b> <small>{t(`opportunity.team.${one.role}`)}</small>
              {data.may.team ? (
                <button
                  type="button"
                  className="fl-icon"
                  aria-label={t('opp.team.remove', { name: one.name })}
                  onClick={() => remove.run(one.memberId)}
                >
                  <X size={14} />
                </button>
              ) : null}
            </li>
          ))}
        </ul>
        {remove.refusal}
      </Part>
      <Comments data={data} />
    </>
  )
}

function Comments({ data }: { data: OpportunityDetail }) {
  const t = useT()
  const f = useFormats()
  const [text, setText] = useState('')
  const [pinned, pin] = useState(false)
  const say = useAct(
    () => api.opportunities.comment({ id: data.id, text, pinned }),
    () => setText(''),
  )
  const shown = [...data.comments].sort((a, b) => Number(b.pinned) - Number(a.pinned) || b.at.localeCompare(a.at))
  return (
    <Part title={t('opp.comments')}>
      <ul className="comments">
        {shown.map((one) => (
          <li key={one.id} data-pinned={one.pinned}>
            <Avatar name={one.authorName} size={22} />
            <div>
              <small>
                {one.pinned ? <Pin size={12} aria-hidden="true" /> : null} {one.authorName} {f.moment(one.at)}
              </small>
              <p>{one.text}</p>
            </div>
          </li>
        ))}
      </ul>
      <Input.TextArea
        value={text}
        rows={2}
        aria-label={t('opp.comments')}
        placeholder={t('opp.comment.placeholder')}
        onChange={(event) => setText(event.target.value)}
      />
      {say.refusal}
      <div className="acts">
        {data.may.pin ? (
          <Button
            size="small"
            aria-pressed={pinned}
            type={pinned ? 'dashed' : 'text'}
            icon={<Pin size={14} />}
            onClick={() => pin(!pinned)}
          >
            {t('opp.comment.pin')}
          </Button>
        ) : null}
        <Button size="small" disabled={!text.trim()} loading={say.busy} onClick={() => say.run(undefined)}>
          {t('opp.comment.send')}
        </Button>
      </div>
    </Part>
  )
}
