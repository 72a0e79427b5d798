// The navigation, in the order of the money. An entry shows once its screen stands in routes.tsx and the person may see it.
import {
  Briefcase,
  Building2,
  CalendarDays,
  ChartPie,
  Coins,
  FileText,
  FingerprintPattern,
  Gauge,
  Inbox,
  KeyRound,
  Landmark,
  ListPlus,
  type LucideIcon,
  MapPin,
  Network,
  Package,
  Presentation,
  Send,
  ShieldCheck,
  SlidersHorizontal,
  Smartphone,
  Stamp,
  Sunrise,
  Target,
  TrendingUp,
  Waves,
  Wrench,
} from 'lucide-react'

export type NavEntry = { key: string; path: string; icon: LucideIcon }
export type NavGroup = { key: string /** message key of the group's name; none for the first */; name?: string; entries: NavEntry[] }

export const navigation: NavGroup[] = [
  {
    key: 'top',
    entries: [
      { key: 'today', path: '/today', icon: Sunrise },
      { key: 'morning', path: '/morning', icon: Presentation },
    ],
  },
  {
    key: 'thread',
    name: 'console.nav.thread',
    entries: [
      { key: 'leads', path: '/leads', icon: Inbox },
      { key: 'pool', path: '/pool', icon: Waves },
      { key: 'accounts', path: '/accounts', icon: Building2 },
      { key: 'visits', path: '/visits', icon: MapPin },
      { key: 'opportunities', path: '/opportunities', icon: Target },
      { key: 'quotations', path: '/quotations', icon: FileText },
      { key: 'approvals', path: '/approvals', icon: Stamp },
      { key: 'receivables', path: '/receivables', icon: Landmark },
      { key: 'commissions', path: '/commissions', icon: Coins },
    ],
  },
  {
    key: 'insight',
    name: 'console.nav.insight',
    entries: [
      { key: 'funnel', path: '/funnel', icon: TrendingUp },
      { key: 'channels', path: '/channels', icon: ChartPie },
      { key: 'rules', path: '/rules', icon: SlidersHorizontal },
      { key: 'audit', path: '/audit', icon: FingerprintPattern },
    ],
  },
  {
    key: 'manage',
    name: 'console.nav.manage',
    entries: [
      { key: 'products', path: '/products', icon: Package },
      { key: 'organization', path: '/organization', icon: Network },
      { key: 'fields', path: '/fields', icon: ListPlus },
      { key: 'roles', path: '/roles', icon: KeyRound },
      { key: 'calendar', path: '/calendar', icon: CalendarDays },
      { key: 'usage', path: '/usage', icon: Gauge },
      { key: 'devices', path: '/devices', icon: Smartphone },
      { key: 'privacy', path: '/privacy', icon: ShieldCheck },
      { key: 'messages', path: '/messages', icon: Send },
      { key: 'operations', path: '/operations', icon: Wrench },
      { key: 'company', path: '/company', icon: Briefcase },
    ],
  },
]
