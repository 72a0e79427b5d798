import { useSyncExternalStore } from 'react'

export type ThemeChoice = 'light' | 'dark' | 'system'
export type ThemeName = 'light' | 'dark'

const KEY = 'fieldloop.theme'
const listeners = new Set<() => void>()
const dark = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)')

/** What the person chose; `system` until they do. */
export function themeChoice(): ThemeChoice {
  const kept = localStorage.getItem(KEY)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

/** What is shown. */
export function themeName(): ThemeName {
  const choice = themeChoice()
  if (choice !== 'system') return choice
  return dark().matches ? 'dark' : 'light'
}

/** Keeps the choice on this device and repaints. */
export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'system') localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, choice)
  paint()
}

/** Writes both attributes on `<html>`: ours and the one antd-mobile listens to. Call once before the first render. */
export function startTheme(): void {
  paint()
  dark().addEventListener('change', paint)
}

function paint(): void {
  const name = themeName()
  document.documentElement.dataset.theme = name
  document.documentElement.dataset.prefersColorScheme = name
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', name === 'dark' ? '#0E1116' : '#F5F6F8')
  for (const tell of listeners) tell()
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

export function useThemeName(): ThemeName {
  return useSyncExternalStore(subscribe, themeName)
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, themeChoice)
}
