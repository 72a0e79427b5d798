// Every sentence a user reads, by key, in Chinese and English. Shared with the apps: no IO here.
import i18next, { type i18n } from 'i18next'

export interface Messages {
  zh: Record<string, string>
  en: Record<string, string>
}

export type Say = (locale: 'zh-CN' | 'en', key: string, params?: Record<string, unknown>) => string

/** Settings that server and apps share: flat keys, `{name}` placeholders, no HTML escaping (React and JSON do their own). */
export const messageOptions = {
  keySeparator: false,
  nsSeparator: false,
  interpolation: { prefix: '{', suffix: '}', escapeValue: false },
} as const

/** All rooms' sentences as one lookup; a missing key comes back as the key, and a house test finds it. */
export function createSay(bundles: readonly Messages[]): Say {
  const instance: i18n = i18next.createInstance()
  const merge = (pick: (bundle: Messages) => Record<string, string>): Record<string, string> => Object.assign({}, ...bundles.map(pick))
  void instance.init({
    ...messageOptions,
    lng: 'zh-CN',
    fallbackLng: false,
    initAsync: false,
    resources: { 'zh-CN': { translation: merge((bundle) => bundle.zh) }, en: { translation: merge((bundle) => bundle.en) } },
  })
  return (locale, key, params = {}) => instance.t(key, { ...params, lng: locale })
}
