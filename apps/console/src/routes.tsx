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

export const screens: Screen[] = [{ path: '/settings', load: () => import('./organization/Settings.tsx'), title: 'console.settings' }]
