import { Dropdown } from 'antd'
import { ChevronsUpDown } from 'lucide-react'
import { goOnIn, useCompanies } from '#shared/companies.ts'
import { useT } from '#shared/i18n.ts'
import type { Me } from '#shared/session.ts'

/** The company I work in; whoever belongs to several goes on in another one here. */
export function CompanySwitch({ me }: { me: Me }) {
  const t = useT()
  const others = useCompanies().filter((one) => !one.current)
  const name = (
    <>
      <span aria-hidden="true">{[...me.tenant.name][0]}</span>
      <b>{me.tenant.name}</b>
    </>
  )
  if (others.length === 0) return <div className="nav-tenant">{name}</div>
  const items = others.map((one) => ({
    key: one.code,
    label: <span data-raw>{one.name}</span>,
    onClick: () => void goOnIn('console', one.code),
  }))
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <button type="button" className="nav-tenant" data-raw aria-label={t('console.company.switch', { name: me.tenant.name })}>
        {name}
        <ChevronsUpDown size={14} strokeWidth={1.75} aria-hidden="true" />
      </button>
    </Dropdown>
  )
}
