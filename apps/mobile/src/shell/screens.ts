import type { LucideIcon } from 'lucide-react'
import { type ComponentType, createContext, useContext } from 'react'

export type Screen = {
  /** TanStack path below /m, e.g. `/visits/$id` */
  path: string
  load: () => Promise<{ default: ComponentType }>
  /** message key: document title and menu entry */
  title: string
  /** permission without which the screen is not offered */
  needs?: string
  /** stands on 我的 in this order, with this icon */
  menu?: LucideIcon
}

export type Tab = { key: string; path: string; icon: LucideIcon }

/** What the app has to offer. The registry gives it from above: a screen that shows the way to others need not import them. */
export const Screens = createContext<{ screens: Screen[]; tabs: Tab[] }>({ screens: [], tabs: [] })

export const useScreens = () => useContext(Screens)
