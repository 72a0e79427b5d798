import { Link } from '@tanstack/react-router'
import { Hourglass, Landmark } from 'lucide-react'
import { useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Countdown } from '#shared/ui/Countdown.tsx'
import { PhoneCard } from '../shell/Rows.tsx'
import type { TodayData } from './todayQuery.ts'

/** The two things that burn: leads about to be recycled, money overdue. */
export function BurningPair({ today }: { today: TodayData }) {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const { burning, held, first } = today.countdown
  const { worst, amountFen, dueSoonFen, dueSoonCount } = today.overdue
  const money = may(me, 'receivable.read')
  if (held === 0 && amountFen === 0 && dueSoonFen === 0) return null
  return (
    <div className="pair">
      <Link to="/leads">
        <PhoneCard tone={burning > 0 ? 'bad' : undefined}>
          {first ? (
            <Countdown dueAt={first.dueAt} size={18} />
          ) : (
            <b>
              <Hourglass size={18} strokeWidth={1.75} aria-hidden="true" /> {t('today.calm')}
            </b>
          )}
          <div>{burning > 0 ? t('today.burning', { n: burning }) : t('today.held', { n: held })}</div>
        </PhoneCard>
      </Link>
      {money ? (
        <Link to="/receivables">
          <PhoneCard>
            <b>
              <Landmark
                size={18}
                strokeWidth={1.75}
                style={{ color: amountFen > 0 ? 'var(--warn)' : 'var(--ink3)', verticalAlign: -3 }}
                aria-hidden="true"
              />{' '}
              {f.moneyShort(worst?.openFen ?? (amountFen > 0 ? amountFen : dueSoonFen))}
            </b>
            <div>
              {worst
                ? t('today.overdue', { days: worst.overdueDays })
                : dueSoonCount > 0
                  ? t('today.dueSoon', { n: dueSoonCount })
                  : t('today.noOverdue')}
            </div>
          </PhoneCard>
        </Link>
      ) : null}
    </div>
  )
}
