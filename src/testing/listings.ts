// Lists of records with labels, drawn with a seed: who knows which lines are one company can measure how matching does.
// Nothing in them is real; the ways in which lines go wrong are those that people and forms have.
import { dice } from './dice.ts'

export type Listed = {
  id: string
  name: string
  phone?: string
  email?: string
  address?: string
  city?: string
  tax_id?: string
  contact?: string
  /** Lines of one company (or person) have one. */
  who: string
}
/** How often what goes wrong, 0–1. */
export type Wear = { typo: number; missing: number; swap: number; short: number; second: number }

export type Draw = ReturnType<typeof drawer>
export function drawer(seed: number) {
  const roll = dice(seed)
  const upTo = (below: number): number => roll(below)
  const chance = (share: number): boolean => roll(1_000_000) < share * 1_000_000
  const one = <T>(list: readonly T[]): T => list[roll(list.length)] as T
  /** The first of the list far more often than the last. */
  const early = <T>(list: readonly T[]): T => list[Math.floor(list.length * (roll(1000) / 1000) ** 2.2)] as T
  return { upTo, chance, one, early }
}

export const words = (text: string): string[] => text.split(' ')

/** A slip of the finger in a text: a sign wrong, missing, doubled, or two swapped. */
export function slip(draw: Draw, text: string): string {
  if (text.length < 2) return text
  const at = draw.upTo(text.length - 1)
  const digits = /\d/.test(text.charAt(at))
  const other = digits ? String(draw.upTo(10)) : draw.one(words('a e i o u r s t n l m'))
  return draw.one([
    () => text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2),
    () => text.slice(0, at) + other + text.slice(at + 1),
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at) + text.charAt(at) + text.slice(at),
  ])()
}

export const shuffled = <T>(draw: Draw, list: readonly T[]): T[] => {
  const rest = [...list]
  return list.map(() => rest.splice(draw.upTo(rest.length), 1)[0] as T)
}

// People, as lists of patients or members have them: name, street, suburb, a number, typed by hand.
const given = words(
  'joshua emily jack sophie lachlan olivia william jessica thomas chloe james hannah daniel georgia matthew ella samuel charlotte benjamin lily nicholas isabella alexander grace liam mia ethan ruby jacob amelia luke zoe ryan sarah cooper madison harrison lucy mitchell caitlin jayden holly angus alyssa connor jasmine callum paige dylan imogen oscar abbey hugo claire riley tahlia noah mikayla logan brianna kyle alicia max stephanie blake rachel xavier phoebe toby eliza hayden tayla zachary erin jordan bethany finn amber harry rebecca isaac natasha joel lauren patrick kiara sebastian annabelle flynn gabrielle beau shania marcus bianca rhys teagan jarrod monique',
)
const family = words(
  'smith jones williams brown wilson taylor nguyen johnson martin white anderson walker thompson thomas lee harris ryan robinson kelly king campbell clarke wright green edwards webb hall baker reid ranford goode petersen dixon coleman mcgregor neumann blackwell hobson chandler rudd lodge matthews clark farrell stubbs bishop morrison kavanagh fitzpatrick hannagan dolan vincent marchetti papadopoulos oconnor schmidt kowalski bradshaw whitehouse donnelly mccarthy lindqvist alderson pomeroy chittleborough dalrymple fotheringham galbraith heatherington ironside jorgensen kilpatrick lancaster mountford nettleton osborne pemberton quartermaine rutherford standish trevelyan underwood vandenberg wetherall yarborough zimmerman ashcroft bainbridge cavendish drummond ellsworth fairweather',
)
const streets = words(
  'stanley miller wattle bourke macquarie hovell pelham ashby clifton mulga kingsley carruthers boldrewood narambla gellibrand traeger burdekin chewings dunstan erskine flinders gawler hackett ibis jacka knoke limestone monash northcott osburn paterson quandong rischbieth starke tinderry ulm vasey wakefield yallourn zeehan barkly cobby duffy ellery forrest goyder helby irving jarrah kalgoorlie lonsdale moorhouse',
)
const suburbs = words(
  'albion bellbowrie canterbury dubbo ermington ferntree gosford hornsby ingleburn kiama lismore maitland newport orange parkes ryde sale toowong umina victor wagga yass zillmere',
)
const kinds = words('street road avenue place crescent drive court circuit')

/** People: `size` of them, some told twice or more. */
export function people(seed: number, size: number, wear: Wear): Listed[] {
  const draw = drawer(seed)
  const list: Listed[] = []
  for (let n = 0; n < size; n += 1) {
    const who = `p${n}`
    const own = {
      given: draw.early(given),
      family: draw.early(family),
      number: String(1 + draw.upTo(300)),
      street: `${draw.early(streets)} ${draw.early(kinds)}`,
      suburb: draw.early(suburbs),
      phone: `0${2 + draw.upTo(7)}${String(10_000_000 + draw.upTo(89_999_999))}`,
    }
    const told: Listed = {
      id: `${who}-0`,
      who,
      name: `${own.given} ${own.family}`,
      address: `${own.number} ${own.street}`,
      city: own.suburb,
      ...(draw.chance(0.08) ? {} : { phone: own.phone }),
    }
    list.push(told)
    const again = draw.chance(0.5) ? 1 + (draw.chance(0.3) ? 1 + draw.upTo(2) : 0) : 0
    for (let time = 1; time <= again; time += 1) list.push(worn(draw, own, told, wear, `${who}-${time}`))
  }
  return shuffled(draw, list)
}

function worn(
  draw: Draw,
  own: { given: string; family: string; number: string; street: string },
  told: Listed,
  wear: Wear,
  id: string,
): Listed {
  const slips = (text: string): string =>
    draw.chance(wear.typo) ? (draw.chance(wear.second) ? slip(draw, slip(draw, text)) : slip(draw, text)) : text
  const [first, last] = [slips(own.given), slips(own.family)]
  const called = draw.chance(wear.missing / 2) ? last : draw.chance(wear.short) ? `${first.charAt(0)} ${last}` : `${first} ${last}`
  const street = draw.chance(wear.short) ? shortStreet(own.street) : slips(own.street)
  const copy: Listed = { ...told, id, name: draw.chance(wear.swap) ? called.split(' ').reverse().join(' ') : called }
  copy.address = draw.chance(wear.missing / 2) ? street : `${draw.chance(wear.typo / 2) ? slip(draw, own.number) : own.number} ${street}`
  if (told.phone) copy.phone = slips(told.phone)
  if (told.city) copy.city = slips(told.city)
  for (const field of ['address', 'city', 'phone'] as const) if (draw.chance(wear.missing)) delete copy[field]
  if (!copy.address && !copy.phone && told.address) copy.address = told.address
  return copy
}

const shorts: Readonly<Record<string, string>> = {
  street: 'st',
  road: 'rd.',
  avenue: 'ave',
  place: 'pl',
  crescent: 'cres',
  drive: 'dr',
  court: 'ct',
  circuit: 'cct',
  boulevard: 'blvd.',
}
const shortStreet = (street: string): string => street.replace(/\w+$/, (kind) => shorts[kind] ?? kind)
