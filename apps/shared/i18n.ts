import i18next from 'i18next'
import { useMemo, useSyncExternalStore } from 'react'
import { startOfDay } from '#core/calendar.ts'
import { type Messages, messageOptions } from '#core/messages.ts'
import { serverNow } from './clock.ts'
import type { Language } from './formats.ts'
import * as formats from './formats.ts'

export type Fill = Record<string, string | number>

const KEY = 'fieldloop.language'
const i18n = i18next.createInstance()
let version = 0
const listeners = new Set<() => void>()

function tellAll(): void {
  version += 1
  for (const tell of listeners) tell()
}

function preferred(): Language {
  const kept = localStorage.getItem(KEY)
  if (kept === 'zh' || kept === 'en') return kept
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh'
}

/** Starts both languages; call once before the first render, then add the sentences of the shell. */
export function startLanguage(): void {
  i18n.init({
    lng: preferred(),
    fallbackLng: 'zh',
    resources: { zh: { translation: {} }, en: { translation: {} } },
    ...messageOptions,
    initAsync: false,
  })
  document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en'
}

/** Merges a room's sentences; a screen calls it at the top of its file, so that a sentence arrives with the screen that says it. */
export function addMessages(...rooms: Messages[]): void {
  for (const room of rooms) {
    i18n.addResourceBundle('zh', 'translation', room.zh, false, true)
    i18n.addResourceBundle('en', 'translation', room.en, false, true)
  }
  version += 1
}

export function language(): Language {
  return i18n.language === 'en' ? 'en' : 'zh'
}

/** The language of the account, unless this device has one of its own. */
export async function adoptLanguage(next: Language): Promise<void> {
  if (localStorage.getItem(KEY) === null && next !== language()) await show(next)
}

export async function chooseLanguage(next: Language): Promise<void> {
  localStorage.setItem(KEY, next)
  await show(next)
}

async function show(next: Language): Promise<void> {
  await i18n.changeLanguage(next)
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
  tellAll()
}

/** The sentence in the language of the person; a key without a sentence shows itself, so that a test finds it. */
export function t(key: string, fill?: Fill): string {
  return i18n.t(key, fill as Record<string, unknown>)
}

/** Whether a sentence exists: for codes that come from the server. */
export function knows(key: string): boolean {
  return i18n.exists(key)
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** `t` bound to the language shown: the component renders again when it changes. */
export function useT(): typeof t {
  const seen = useSyncExternalStore(subscribe, () => version)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new function per language, so that memoised children follow
  return useMemo(() => (key: string, fill?: Fill) => t(key, fill), [seen])
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, language)
}

let zone = 'Asia/Shanghai'

/** The tenant's zone, known after sign-in; every day and hour shown is in it. */
export function setZone(next: string): void {
  zone = next
  tellAll()
}

/** Today in the tenant's zone by the server's clock, `YYYY-MM-DD`. */
export function today(): string {
  return formats.inZone(serverNow().toISOString(), zone).day
}

/** The instant at which a day begins in the tenant's zone, ISO-8601. @param day `YYYY-MM-DD` */
export function startOf(day: string): string {
  return startOfDay(day, zone).toISOString()
}

/** The formats of `formats.ts` with the language, the zone and today filled in. */
export function useFormats() {
  const seen = useSyncExternalStore(subscribe, () => version)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the zone may change without the language
  return useMemo(() => bindFormats(language()), [seen])
}

function bindFormats(shown: Language) {
  const at = (iso: string) => formats.inZone(iso, zone)
  return {
    money: formats.money,
    amount: formats.amount,
    unitPrice: formats.unitPrice,
    moneyShort: formats.moneyShort,
    moneyBoard: (fen: number) => formats.moneyBoard(fen, shown),
    percent: formats.percent,
    points: (ratio: number) => formats.points(ratio, shown),
    count: formats.count,
    days: (value: number) => formats.days(value, shown),
    duration: (ms: number) => formats.duration(ms, shown),
    durationExact: (ms: number) => formats.durationExact(ms, shown),
    distance: (metres: number) => formats.distance(metres, shown),
    /** `11-23` of a day */
    day: (day: string) => formats.dayShort(day, today()),
    dayWords: (day: string) => formats.dayWords(day, shown),
    /** `11-23` of an instant */
    date: (iso: string) => formats.dayShort(at(iso).day, today()),
    /** `2026-11-23` of an instant */
    dateFull: (iso: string) => at(iso).day,
    /** `08:30` */
    time: (iso: string) => at(iso).time,
    /** `08:30` today, `11-23 08:30` on another day */
    moment: (iso: string) => {
      const { day, time } = at(iso)
      return day === today() ? time : `${formats.dayShort(day, today())} ${time}`
    },
    /** `2026-11-23 08:30:05`: evidence */
    evidence: (iso: string) => `${at(iso).day} ${at(iso).second}`,
    /** names one after another, as the language does it */
    list: (parts: string[]) => parts.join(shown === 'zh' ? '、' : ', '),
    maskedPhone: formats.maskedPhone,
    phone: formats.phone,
  }
}

/** The day that many days from today, `YYYY-MM-DD`. */
export function inDays(days: number): string {
  return new Date(Date.parse(`${today()}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
