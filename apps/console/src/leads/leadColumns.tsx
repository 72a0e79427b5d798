import { Button } from 'antd'
import { ShieldCheck } from 'lucide-react'
import { useFormats, useT } from '#shared/i18n.ts'
import { Avatar } from '#shared/ui/Avatar.tsx'
import { Chip } from '#shared/ui/Chip.tsx'
import { Countdown } from '#shared/ui/Countdown.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { MaskedContact } from '#shared/ui/MaskedContact.tsx'
import { fillOf } from '#shared/words.ts'
import type { ListColumn } from '../shell/ListTable.tsx'
import { aboutLead, type LeadRow, named } from './leadText.ts'

/** Grade, company and contact: the same in every list of leads. */
export function useLeadColumns(): ListColumn<LeadRow>[] {
  const t = useT()
  const f = useFormats()
  return [
    { title: t('leads.col.grade'), width: 60, render: (_, row) => <Grade grade={row.grade} /> },
    {
      title: t('leads.col.company'),
      render: (_, row) => (
        <span className="two">
          <b>{row.company}</b>
          <small>{aboutLead(row, f.moneyBoard)}</small>
        </span>
      ),
    },
    {
      title: t('leads.col.contact'),
      width: 200,
      secondary: true,
      render: (_, row) =>
        row.contact.name || row.contact.phone ? (
          <MaskedContact name={row.contact.name} phone={row.contact.phone} masked={row.contact.masked} />
        ) : (
          <span className="quiet">{t('leads.noContact')}</span>
        ),
    },
  ]
}

/** Columns of leads somebody holds: state, owner, what is left before it is taken back. */
export function useHeldColumns(withOwner: boolean): ListColumn<LeadRow>[] {
  const t = useT()
  const f = useFormats()
  const base = useLeadColumns()
  return [
    ...base,
    {
      title: t('leads.col.source'),
      render: (_, row) => (
        <span className="two">
          <b>{row.channelName}</b>
          <small>
            {t(`leads.state.${row.state}`)} · {f.moment(row.receivedAt)}
          </small>
        </span>
      ),
    },
    ...(withOwner
      ? [
          {
            title: t('leads.col.owner'),
            width: 120,
            secondary: true,
            render: (_: unknown, row: LeadRow) =>
              row.ownerName ? (
                <span className="person">
                  <Avatar name={row.ownerName} size={20} />
                  {row.ownerName}
                </span>
              ) : (
                (row.poolName ?? '—')
              ),
          },
        ]
      : []),
    { title: t('leads.col.countdown'), align: 'right', width: 190, render: (_, row) => <LeadClock row={row} /> },
  ]
}

/** The recycle clock of a held lead, or that it is protected. */
export function LeadClock({ row }: { row: LeadRow }) {
  const t = useT()
  if (row.protected)
    return (
      <Chip icon={ShieldCheck} tone="ok">
        {t('leads.protected')}
      </Chip>
    )
  if (!row.countdown) return <span className="quiet">—</span>
  const { dueAt, shareLeft, reason } = row.countdown
  return (
    <span className="two" style={{ textAlign: 'right' }}>
      <Countdown dueAt={dueAt} from={row.heldSince ?? undefined} totalMs={shareLeft > 0 ? undefined : 1} />
      <small>{t(`leads.reason.${reason}`)}</small>
    </span>
  )
}

/** Columns of the pool: why it is here, and either the button or when it opens. */
export function usePoolColumns(claim: (row: LeadRow) => void, busyId: string | null): ListColumn<LeadRow>[] {
  const t = useT()
  const f = useFormats()
  const base = useLeadColumns()
  return [
    ...base,
    {
      title: t('leads.col.poolReason'),
      render: (_, row) => (
        <span className="two">
          <b>{row.channelName}</b>
          <small>{[named('leads.pool', row.poolReason), row.pooledAt ? f.moment(row.pooledAt) : null].filter(Boolean).join(' · ')}</small>
        </span>
      ),
    },
    {
      title: t('leads.col.claim'),
      align: 'right',
      width: 190,
      render: (_, row) => <ClaimCell row={row} claim={claim} busy={busyId === row.id} />,
    },
  ]
}

function ClaimCell({ row, claim, busy }: { row: LeadRow; claim: (row: LeadRow) => void; busy: boolean }) {
  const t = useT()
  const f = useFormats()
  if (row.ownerId) return <span className="quiet">{t('leads.held', { name: row.ownerName ?? '' })}</span>
  if (!row.claim || row.claim.ok)
    return (
      <Button size="small" loading={busy} disabled={!row.claim} onClick={() => claim(row)}>
        {t('leads.claim')}
      </Button>
    )
  if (row.claim.from) return <Countdown kind="opening" dueAt={row.claim.from} totalMs={7 * 86_400_000} suffix={t('leads.opensForMe')} />
  const reason = row.claim.reasons[0]
  return <small className="quiet">{reason ? t(reason.code, fillOf(reason.params, f)) : '—'}</small>
}
