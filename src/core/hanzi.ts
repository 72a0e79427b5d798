import { Converter } from 'opencc-js/t2cn'

let convert: ((text: string) => string) | undefined

/** Traditional characters as simplified ones: 蘇州恆築建材 → 苏州恒筑建材. Everything else stays. Server only: the dictionary is large. */
export function simplified(text: string): string {
  // the dictionaries take some 40 ms to unfold, so they are unfolded when the first name asks for them
  const toSimplified = convert ?? Converter({ from: 't', to: 'cn' })
  convert = toSimplified
  return toSimplified(text)
}
