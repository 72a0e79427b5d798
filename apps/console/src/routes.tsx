// Every screen of the console. A new screen is one entry here and one file `src/<module>/<Screen>.tsx` with a default export.
import type { ComponentType } from 'react'

export type Screen = {
  /** TanStack path below /console, e.g. `/leads/$id` */
  path: string
  /** the file, loaded when the screen is first opened */
  load: () => Promise<{ default: ComponentType }>
  /** message key: breadcrumb and document title */
  title: string
  /** path of the screen one step up in the breadcrumb */
  parent?: string
  /** permission without which the screen says who can open it */
  needs?: string
  /** folded navigation: boards, three panes, editors */
  rail?: boolean
  /** without navigation and top bar: the wall */
  bare?: boolean
}

export const screens: Screen[] = [
  { path: '/today', load: () => import('./insight/Today.tsx'), title: 'shell.nav.today' },
  { path: '/morning', load: () => import('./insight/MorningWall.tsx'), title: 'shell.nav.morning', needs: 'insight.board', bare: true },
  { path: '/leads', load: () => import('./leads/LeadsPage.tsx'), title: 'shell.nav.leads', needs: 'lead.read' },
  { path: '/leads/sources', load: () => import('./leads/SourcesPage.tsx'), title: 'console.sources', parent: '/leads', needs: 'lead.read' },
  {
    path: '/leads/capabilities',
    load: () => import('./leads/CapabilityPage.tsx'),
    title: 'console.capabilities',
    parent: '/leads',
    needs: 'lead.assign',
  },
  { path: '/leads/$id', load: () => import('./leads/LeadPage.tsx'), title: 'console.kind.lead', parent: '/leads' },
  { path: '/imports', load: () => import('./imports/ImportsPage.tsx'), title: 'console.imports', needs: 'import.run' },
  {
    path: '/imports/$id',
    load: () => import('./imports/ImportPage.tsx'),
    title: 'console.import',
    parent: '/imports',
    needs: 'import.run',
  },
  { path: '/pool', load: () => import('./leads/PoolPage.tsx'), title: 'shell.nav.pool', needs: 'pool.read' },
  { path: '/accounts', load: () => import('./accounts/AccountsPage.tsx'), title: 'shell.nav.accounts', needs: 'account.read' },
  { path: '/accounts/$id', load: () => import('./accounts/AccountPage.tsx'), title: 'console.kind.account', parent: '/accounts' },
  { path: '/visits', load: () => import('./visits/VisitsPage.tsx'), title: 'shell.nav.visits', needs: 'visit.read', rail: true },
  { path: '/visits/$id', load: () => import('./visits/VisitPage.tsx'), title: 'console.kind.visit', parent: '/visits' },
  {
    path: '/opportunities',
    load: () => import('./opportunities/BoardPage.tsx'),
    title: 'shell.nav.opportunities',
    needs: 'opportunity.read',
    rail: true,
  },
  {
    path: '/opportunities/$id',
    load: () => import('./opportunities/OpportunityPage.tsx'),
    title: 'console.kind.opportunity',
    parent: '/opportunities',
  },
  { path: '/quotations', load: () => import('./quotations/QuotationsPage.tsx'), title: 'shell.nav.quotations', needs: 'quotation.read' },
  {
    path: '/quotations/$id',
    load: () => import('./quotations/QuotationPage.tsx'),
    title: 'console.kind.quotation',
    parent: '/quotations',
    rail: true,
  },
  { path: '/contracts/$id', load: () => import('./contracts/ContractPage.tsx'), title: 'console.kind.contract', parent: '/quotations' },
  { path: '/approvals', load: () => import('./approvals/ApprovalsPage.tsx'), title: 'shell.nav.approvals', rail: true },
  {
    path: '/approvals/flows',
    load: () => import('./approvals/FlowsPage.tsx'),
    title: 'console.flows',
    parent: '/approvals',
    needs: 'approval.flows',
    rail: true,
  },
  {
    path: '/approvals/waits',
    load: () => import('./approvals/WaitsPage.tsx'),
    title: 'console.waits',
    parent: '/approvals',
    needs: 'approval.read',
  },
  { path: '/approvals/$id', load: () => import('./approvals/ApprovalsPage.tsx'), title: 'shell.nav.approvals', rail: true },
  {
    path: '/receivables',
    load: () => import('./receivables/ReceivablesPage.tsx'),
    title: 'shell.nav.receivables',
    needs: 'receivable.read',
  },
  {
    path: '/receivables/items/$id',
    load: () => import('./receivables/ReceivablesPage.tsx'),
    title: 'shell.nav.receivables',
    needs: 'receivable.read',
  },
  {
    path: '/commissions',
    load: () => import('./commissions/CommissionsPage.tsx'),
    title: 'shell.nav.commissions',
    needs: 'commission.read',
  },
  { path: '/thread/$type/$id', load: () => import('./insight/ThreadPage.tsx'), title: 'console.thread', parent: '/accounts', rail: true },
  { path: '/funnel', load: () => import('./insight/FunnelPage.tsx'), title: 'shell.nav.funnel', needs: 'insight.forecast' },
  { path: '/channels', load: () => import('./insight/ChannelsPage.tsx'), title: 'shell.nav.channels', needs: 'insight.channel' },
  { path: '/rules', load: () => import('./organization/RulesPage.tsx'), title: 'shell.nav.rules', needs: 'policy.read', rail: true },
  { path: '/rules/$id', load: () => import('./organization/RulesPage.tsx'), title: 'shell.nav.rules', needs: 'policy.read', rail: true },
  { path: '/audit', load: () => import('./organization/AuditPage.tsx'), title: 'shell.nav.audit', needs: 'audit.read' },
  { path: '/products', load: () => import('./products/ProductsPage.tsx'), title: 'shell.nav.products', needs: 'product.read' },
  {
    path: '/organization',
    load: () => import('./organization/OrganizationPage.tsx'),
    title: 'shell.nav.organization',
    needs: 'member.manage',
  },
  { path: '/fields', load: () => import('./organization/FieldsPage.tsx'), title: 'shell.nav.fields', needs: 'custom_field.manage' },
  { path: '/roles', load: () => import('./organization/RolesPage.tsx'), title: 'shell.nav.roles', needs: 'role.manage' },
  {
    path: '/roles/effect/$id',
    load: () => import('./organization/EffectPage.tsx'),
    title: 'console.effect',
    parent: '/roles',
    needs: 'role.manage',
  },
  { path: '/hand-overs/$id', load: () => import('./organization/HandOverPage.tsx'), title: 'console.handOver' },
  { path: '/calendar', load: () => import('./organization/CalendarPage.tsx'), title: 'shell.nav.calendar' },
  { path: '/usage', load: () => import('./organization/UsagePage.tsx'), title: 'shell.nav.usage', needs: 'audit.read' },
  { path: '/operations', load: () => import('./organization/OperationsPage.tsx'), title: 'shell.nav.operations', needs: 'audit.read' },
  { path: '/company', load: () => import('./organization/CompanyPage.tsx'), title: 'shell.nav.company', needs: 'tenant.manage' },
  { path: '/devices', load: () => import('./organization/DevicesPage.tsx'), title: 'shell.nav.devices', needs: 'device.manage' },
  { path: '/privacy', load: () => import('./organization/PrivacyPage.tsx'), title: 'shell.nav.privacy', needs: 'privacy.manage' },
  { path: '/messages', load: () => import('./messages/MessagesPage.tsx'), title: 'shell.nav.messages', needs: 'message.manage' },
  { path: '/settings', load: () => import('./organization/Settings.tsx'), title: 'console.settings' },
]
