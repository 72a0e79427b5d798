import { Mail, MapPin, MessageCircle, PhoneCall, StickyNote, UsersRound } from 'lucide-react'
import type { z } from 'zod'
import type { Activity as ActivityShape } from '#modules/accounts/account.contract.ts'
import { addMessages, knows, useFormats, useT } from '#shared/i18n.ts'
import { leadMessages } from '../leads/leads.messages.ts'
import { Rows } from '../shell/Rows.tsx'

addMessages(leadMessages)

export type Activity = z.output<typeof ActivityShape>

const icons = {
  call: PhoneCall,
  email: Mail,
  wechat: MessageCircle,
  note: StickyNote,
  meeting: UsersRound,
  visit: MapPin,
  quotation: StickyNote,
}

/** Green where it counts as substance. */
export function KindIcon({ kind, substantive }: { kind: string; substantive: boolean }) {
  const Icon = icons[kind as keyof typeof icons] ?? StickyNote
  return <Icon size={20} strokeWidth={1.75} style={{ color: substantive ? 'var(--ok)' : undefined }} aria-hidden="true" />
}

/** Follow-ups, newest first, each with whether it counts and why. */
export function ActivityList({ items }: { items: readonly Activity[] }) {
  const t = useT()
  const f = useFormats()
  if (items.length === 0) return <p className="quiet">{t('leads.activities.none')}</p>
  const reason = (one: Activity) => (knows(`activity.reason.${one.reason}`) ? t(`activity.reason.${one.reason}`) : null)
  return (
    <Rows
      rows={items.map((one) => {
        return {
          key: one.id,
          lead: <KindIcon kind={one.kind} substantive={one.substantive} />,
          title: one.text ?? t(`leads.follow.${one.kind}`),
          detail: [
            f.moment(one.at),
            one.memberName,
            one.durationS ? f.durationExact(one.durationS * 1000) : null,
            one.nextStep ? `${one.nextStep}${one.nextOn ? ` ${f.day(one.nextOn)}` : ''}` : null,
            reason(one),
          ]
            .filter(Boolean)
            .join(' · '),
        }
      })}
    />
  )
}
