// Every screen of the phone. A new screen is one entry here and one file `src/<module>/<Screen>.tsx` with a default export.
import {
  BellRing,
  CircleUserRound,
  ClipboardList,
  CloudUpload,
  Coins,
  Eye,
  Landmark,
  MapPin,
  Stamp,
  Sunrise,
  Target,
  UsersRound,
  Waves,
} from 'lucide-react'
import type { Screen, Tab } from './shell/screens.ts'

/** The five entries under the thumb; one shows once its screen stands in the list below. */
export const tabs: Tab[] = [
  { key: 'today', path: '/today', icon: Sunrise },
  { key: 'leads', path: '/leads', icon: Waves },
  { key: 'visits', path: '/visits', icon: MapPin },
  { key: 'opportunities', path: '/opportunities', icon: Target },
  { key: 'me', path: '/me', icon: CircleUserRound },
]

export const screens: Screen[] = [
  { path: '/today', load: () => import('./insight/Today.tsx'), title: 'shell.nav.today' },
  { path: '/leads', load: () => import('./leads/LeadsPage.tsx'), title: 'shell.nav.leads', needs: 'lead.read' },
  { path: '/leads/new', load: () => import('./leads/NewLeadPage.tsx'), title: 'shell.nav.leads', needs: 'lead.create' },
  { path: '/leads/$id', load: () => import('./leads/LeadPage.tsx'), title: 'shell.nav.leads', needs: 'lead.read' },
  { path: '/leads/$id/convert', load: () => import('./leads/ConvertPage.tsx'), title: 'shell.nav.leads', needs: 'opportunity.write' },
  { path: '/pool', load: () => import('./leads/PoolPage.tsx'), title: 'shell.nav.pool', needs: 'pool.read' },
  { path: '/visits', load: () => import('./visits/VisitsPage.tsx'), title: 'shell.nav.visits', needs: 'visit.read' },
  { path: '/visits/$id', load: () => import('./visits/VisitPage.tsx'), title: 'shell.nav.visits', needs: 'visit.read' },
  {
    path: '/opportunities',
    load: () => import('./opportunities/OpportunitiesPage.tsx'),
    title: 'shell.nav.opportunities',
    needs: 'opportunity.read',
  },
  {
    path: '/opportunities/$id',
    load: () => import('./opportunities/OpportunityPage.tsx'),
    title: 'shell.nav.opportunities',
    needs: 'opportunity.read',
  },
  {
    path: '/opportunities/$id/quotation',
    load: () => import('./quotations/NewQuotationPage.tsx'),
    title: 'shell.nav.quotations',
    needs: 'quotation.write',
  },
  { path: '/quotations/$id', load: () => import('./quotations/QuotationPage.tsx'), title: 'shell.nav.quotations', needs: 'quotation.read' },
  { path: '/contracts/$id', load: () => import('./contracts/ContractPage.tsx'), title: 'shell.nav.quotations', needs: 'contract.read' },
  { path: '/approvals', load: () => import('./approvals/ApprovalsPage.tsx'), title: 'shell.nav.approvals', menu: Stamp },
  { path: '/approvals/$id', load: () => import('./approvals/ApprovalPage.tsx'), title: 'shell.nav.approvals' },
  { path: '/notifications', load: () => import('./notifications/NoticesPage.tsx'), title: 'mobile.nav.notices', menu: BellRing },
  { path: '/tasks', load: () => import('./tasks/TasksPage.tsx'), title: 'mobile.nav.tasks', menu: ClipboardList },
  {
    path: '/receivables',
    load: () => import('./receivables/ReceivablesPage.tsx'),
    title: 'shell.nav.receivables',
    needs: 'receivable.read',
    menu: Landmark,
  },
  {
    path: '/receivables/items/$id',
    load: () => import('./receivables/ReceivablePage.tsx'),
    title: 'shell.nav.receivables',
    needs: 'receivable.read',
  },
  {
    path: '/commissions',
    load: () => import('./commissions/CommissionPage.tsx'),
    title: 'shell.nav.commissions',
    needs: 'commission.read',
    menu: Coins,
  },
  { path: '/team', load: () => import('./insight/TeamPage.tsx'), title: 'shell.nav.team', needs: 'insight.board', menu: UsersRound },
  { path: '/morning', load: () => import('./insight/MorningPage.tsx'), title: 'shell.nav.morning', needs: 'insight.board', menu: Sunrise },
  { path: '/briefings/$type/$id', load: () => import('./accounts/BriefingPage.tsx'), title: 'mobile.nav.briefing' },
  { path: '/accounts/$id', load: () => import('./accounts/BriefingPage.tsx'), title: 'shell.nav.accounts', needs: 'account.read' },
  { path: '/me', load: () => import('./organization/Me.tsx'), title: 'shell.nav.me' },
  { path: '/looks', load: () => import('./organization/LooksPage.tsx'), title: 'mobile.looks', menu: Eye },
  { path: '/outbox', load: () => import('./offline/OutboxScreen.tsx'), title: 'mobile.sync.title', menu: CloudUpload },
]
