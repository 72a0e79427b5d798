import { useNavigate } from '@tanstack/react-router'
import type { z } from 'zod'
import { atTime } from '#core/calendar.ts'
import { uuidv7 } from '#core/ids.ts'
import type { VisitCard } from '#modules/visits/visit.contract.ts'
import { addMessages, today, useT } from '#shared/i18n.ts'
import { useMe } from '#shared/session.ts'
import { doKept } from '../offline/kept.ts'
import { useCustomForm } from '../organization/customFields.tsx'
import { FormSheet, type Values } from '../shell/Form.tsx'
import { useAct } from '../shell/useAct.tsx'
import { leadMessages } from './leads.messages.ts'

addMessages(leadMessages)

type Props = {
  subjectType: 'lead' | 'account'
  subjectId: string
  name: string
  purpose?: 'deep' | 'routine' | 'dunning'
  goal?: string
  onClose: () => void
}

/** 排一次拜访: the phone names it, so that a visit planned without a network can be begun as well. */
export function PlanVisitSheet({ subjectType, subjectId, name, purpose = 'routine', goal, onClose }: Props) {
  const t = useT()
  const me = useMe()
  const go = useNavigate()
  const own = useCustomForm('visit', null)
  const plan = useAct(
    async (values: Values) => {
      const id = uuidv7()
      const { plannedTime, ...rest } = values
      const zone = me?.tenant.timeZone ?? 'Asia/Shanghai'
      const answer = await doKept<z.output<typeof VisitCard>>({
        chain: `visit:${id}`,
        method: 'POST',
        path: '/visits',
        body: {
          id,
          subjectType,
          subjectId,
          ...rest,
          ...(plannedTime ? { plannedAt: atTime(values.plannedOn as string, plannedTime as string, zone).toISOString() } : {}),
        },
        label: `${t('leads.plan')}：${name}`,
      })
      return answer
    },
    (answer) => {
      onClose()
      void go({ to: answer ? `/visits/${answer.id}` : '/visits' })
    },
  )
  return (
    <FormSheet
      title={`${t('leads.plan')}：${name}`}
      fields={[
        {
          name: 'purpose',
          label: t('leads.plan.purpose'),
          kind: 'chips',
          required: true,
          options: (['routine', 'deep', 'dunning'] as const).map((value) => ({ value, label: t(`visit.purpose.${value}`) })),
        },
        { name: 'plannedOn', label: t('leads.plan.day'), kind: 'day', required: true },
        { name: 'plannedTime', label: t('leads.plan.time'), kind: 'time' },
        { name: 'goal', label: t('leads.plan.goal') },
        ...own.fields,
      ]}
      initial={{ purpose, plannedOn: today(), goal }}
      button={t('leads.plan.save')}
      act={plan}
      onSave={(values) => plan.run(own.split(values))}
      onClose={onClose}
    />
  )
}
