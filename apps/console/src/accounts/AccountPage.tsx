import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Grade } from '#shared/ui/Grade.tsx'
import { PaperMap } from '#shared/ui/PaperMap.tsx'
import { leadScreenMessages } from '../leads/leads.messages.ts'
import { opportunityScreenMessages } from '../opportunities/opportunityScreen.messages.ts'
import { DueWords } from '../receivables/DueWords.tsx'
import { receivableScreenMessages } from '../receivables/receivableScreen.messages.ts'
import { useCrumb } from '../shell/crumb.ts'
import { CustomFacts } from '../shell/customFields.tsx'
import { Facts, Part } from '../shell/Inspector.tsx'
import { Loaded } from '../shell/Loaded.tsx'
import { Card, RecordPage } from '../shell/RecordPage.tsx'
import { Timeline } from '../shell/Timeline.tsx'
import { usePages } from '../shell/usePages.ts'
import { type Account, type AccountDialog, AccountDialogs } from './AccountDialogs.tsx'
import { accountScreenMessages } from './accountScreen.messages.ts'

addMessages(accountScreenMessages, leadScreenMessages, opportunityScreenMessages, receivableScreenMessages)

/** An account: business left, people and places right. */
export default function AccountPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const t = useT()
  const found = useQuery(query.accounts.account.queryOptions({ input: { id } }))
  const [dialog, open] = useState<AccountDialog | null>(null)
  useCrumb(found.data?.name)
  return (
    <Loaded from={found}>
      {(data) => (
        <RecordPage
          grade={<Grade grade={data.level} size={26} />}
          title={data.name}
          chips={
            <>
              {data.credit.grade ? <Chip>{t('acc.credit', { grade: data.credit.grade })}</Chip> : null}
              {data.credit.frozen ? <Chip tone="bad">{t('acc.frozen')}</Chip> : null}
            </>
          }
          facts={[t(`leads.segment.${data.segment}`), [data.province, data.city].filter(Boolean).join(''), data.ownerName]
            .filter(Boolean)
            .join(' · ')}
          actions={
            <>
              <Link to={`/thread/account/${id}`}>{t('acc.thread')}</Link>
              {data.may.assign ? <Button onClick={() => open('assign')}>{t('acc.assign')}</Button> : null}
            </>
          }
          aside={<Aside data={data} add={() => open('contact')} fill={() => open('fill')} />}
          decision={<Acts data={data} open={open} />}
        >
          <Business data={data} />
          <Happened id={id} />
          <AccountDialogs data={data} dialog={dialog} close={() => open(null)} />
        </RecordPage>
      )}
    </Loaded>
  )
}

function Acts({ data, open }: { data: Account; open: (what: AccountDialog) => void }) {
  const t = useT()
  const me = useMe()
  return (
    <div className="acts wrap">
      {may(me, 'opportunity.write') ? <Button onClick={() => open('opportunity')}>{t('acc.opportunity.create')}</Button> : null}
      {may(me, 'visit.plan') ? <Button onClick={() => open('visit')}>{t('acc.visit.plan')}</Button> : null}
      {data.may.followUp ? (
        <Button type="primary" onClick={() => open('follow')}>
          {t('acc.follow')}
        </Button>
      ) : null}
    </div>
  )
}

function Aside({ data, add, fill }: { data: Account; add: () => void; fill: () => void }) {
  const t = useT()
  const f = useFormats()
  const site = data.sites.find((one) => one.lat !== null && one.lng !== null)
  return (
    <>
      <Part
        title={t('acc.contacts')}
        extra={
          data.may.addContact ? (
            <Button size="small" onClick={add}>
              {t('acc.contact.add')}
            </Button>
          ) : null
        }
      >
        <Facts
          rows={data.contacts.map((one) => [
            <>
              {one.name} {one.role ? <Chip>{t(`opp.role.${one.role}`)}</Chip> : null}
            </>,
            [one.title, one.phone ? f.phone(one.phone) : null].filter(Boolean).join(' · ') || '—',
          ])}
        />
      </Part>
      <Part title={t('acc.sites')}>
        {data.sites.map((one) => (
          <p key={one.id}>
            {one.name}{' '}
            <small className="quiet">
              {[one.address, one.radiusM ? t('acc.site.radius', { m: f.distance(one.radiusM) }) : null].filter(Boolean).join(' · ')}
            </small>
          </p>
        ))}
        {site && site.lat !== null && site.lng !== null ? (
          <PaperMap site={{ lat: site.lat, lng: site.lng, name: site.name }} radiusM={site.radiusM ?? 300} height={180} />
        ) : (
          <p className="quiet">{t('acc.site.none')}</p>
        )}
      </Part>
      <CustomFacts subject="account" values={data.custom} fill={data.may.change ? fill : undefined} />
      <Part title={t('acc.facts')}>
        <Facts
          rows={(
            [
              [t('acc.usci'), data.usci],
              [t('acc.address'), data.address],
              [t('acc.col.terms'), data.termsCode],
            ] as [string, ReactNode][]
          ).filter(([, value]) => value)}
        />
      </Part>
    </>
  )
}

function Business({ data }: { data: Account }) {
  const t = useT()
  const f = useFormats()
  const me = useMe()
  const accountId = data.id
  const opportunities = useQuery(query.opportunities.list.queryOptions({ input: { accountId }, enabled: may(me, 'opportunity.read') })).data
    ?.items
  const contracts = useQuery(query.contracts.list.queryOptions({ input: { accountId }, enabled: may(me, 'contract.read') })).data?.items
  const items = useQuery(
    query.receivables.items.queryOptions({ input: { accountId, state: 'unpaid' }, enabled: may(me, 'receivable.read') }),
  ).data?.items
  const visits = useQuery(
    query.visits.listVisits.queryOptions({ input: { subjectId: accountId, limit: 8 }, enabled: may(me, 'visit.read') }),
  ).data?.items
  return (
    <>
      <div className="columns">
        <Rows
          title={t('acc.opportunities')}
          rows={opportunities?.map((one) => [one.id, `/opportunities/${one.id}`, one.name, `${one.weight}%`, f.moneyShort(one.amountFen)])}
        />
        <Rows
          title={t('acc.contracts')}
          rows={contracts?.map((one) => [
            one.id,
            `/contracts/${one.id}`,
            one.number,
            one.signedOn ? f.day(one.signedOn) : '',
            f.moneyShort(one.amountFen),
          ])}
        />
      </div>
      <div className="columns">
        <Rows
          title={t('acc.receivables')}
          rows={items?.map((one) => [
            one.id,
            `/contracts/${one.contractId}`,
            `${one.contractNo} #${one.no}`,
            <DueWords key="d" item={one} />,
            f.moneyShort(one.openFen),
          ])}
        />
        <Rows
          title={t('acc.visits')}
          rows={visits?.map((one) => [
            one.id,
            `/visits/${one.id}`,
            f.day(one.plannedOn),
            t(`visit.purpose.${one.purpose}`),
            one.validity ? t(`visit.validity.${one.validity}`) : t(`visit.status.${one.status}`),
          ])}
        />
      </div>
    </>
  )
}

type RowData = [id: string, to: string, name: ReactNode, note: ReactNode, value: ReactNode]

function Rows({ title, rows }: { title: string; rows: RowData[] | undefined }) {
  const t = useT()
  return (
    <Card title={title}>
      {rows && rows.length === 0 ? <p className="quiet">{t('acc.none')}</p> : null}
      <ul className="plain">
        {rows?.slice(0, 8).map(([id, to, name, note, value]) => (
          <li key={id}>
            <Link to={to}>{name}</Link>
            <small>{note}</small>
            <b>{value}</b>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Happened({ id }: { id: string }) {
  const t = useT()
  const list = usePages(['accounts', 'timeline', id], (cursor) => api.accounts.accountTimeline({ id, cursor }))
  return (
    <Card title={t('acc.timeline')}>
      <Timeline entries={(list.rows ?? []).map((one) => ({ ...one, text: one.activity?.text ?? null }))} />
      {list.more.shown ? (
        <Button type="text" loading={list.more.loading} onClick={list.more.load}>
          {t('console.list.more', { n: 50 })}
        </Button>
      ) : null}
    </Card>
  )
}
