// Restaurants and shops, as two guides list them.
import { type Draw, drawer, type Listed, shuffled, slip, type Wear, words } from './listings.ts'

const trades = words('cafe restaurant grill bistro kitchen diner deli steakhouse tavern trattoria pizzeria brasserie bar bakery')
const trading = new RegExp(` (?:${trades.join('|')})$`)
const first = words(
  'golden blue old royal little silver green red grand lucky sunny corner harbor garden mission union liberty empire crystal maple cedar willow river lake ocean summit valley canyon orchard lantern',
)
const second = words(
  'dragon lion rose moon star palm olive pepper basil saffron lotus bamboo pearl coral anchor barrel copper kettle lantern table spoon fork oven hearth vine cellar terrace courtyard pavilion palace gate bridge tower mill station market square fountain',
)
const owners = words(
  'marios luigis tonys annas ginos rosas carlos chez-pierre la-scala el-toro casa-bonita le-jardin il-fornaio mama-lous uncle-bens big-als yangs chins kims otani sakura bombay-house taj peking-inn hunan-palace siam thai-orchid pho-hoa',
)
const roads = words(
  'sunset wilshire melrose ventura broadway madison lexington park peachtree piedmont union mission market geary fillmore castro valencia columbus lombard ponce roswell buford canal bleecker spring prince mott hudson amsterdam',
)
const cities = [
  'new york',
  'los angeles',
  'san francisco',
  'atlanta',
  'las vegas',
  'santa monica',
  'beverly hills',
  'brooklyn',
  'pasadena',
  'queens',
]
const alsoCalled: Readonly<Record<string, string>> = {
  'new york': 'new york city',
  'los angeles': 'w. hollywood',
  atlanta: 'buckhead',
  brooklyn: 'new york',
  'las vegas': 'las vegas strip',
}

/** Two guides to `size` places; chains and houses with two rooms among them. Some stand in both guides. */
export function guides(seed: number, size: number, wear: Wear): Listed[] {
  const draw = drawer(seed)
  const list: Listed[] = []
  const add = (who: string, name: string, spot: Spot) => {
    list.push({
      id: `${who}-a`,
      who,
      name,
      address: spot.address,
      city: spot.city,
      phone: spot.phone.replace(/(\d{3})(\d{3})(\d{4})/, '$1/$2-$3'),
    })
    if (draw.chance(0.25)) list.push(secondGuide(draw, who, name, spot, wear))
  }
  for (let n = 0; n < size; n += 1) {
    const spot = spotIn(draw)
    const name = nameOfPlace(draw)
    if (draw.chance(0.02)) {
      const house = name.replace(trading, '')
      for (const room of words('cafe terrace dining-room')) add(`g${n}${room}`, `${house} ${room.replace('-', ' ')}`, spot)
      continue
    }
    add(`g${n}`, name, spot)
    if (draw.chance(0.05)) for (let more = 1; more < 3; more += 1) add(`g${n}c${more}`, name, spotIn(draw))
  }
  return shuffled(draw, list)
}

type Spot = { address: string; city: string; phone: string }
const spotIn = (draw: Draw): Spot => ({
  address: `${draw.upTo(9999) + 1}${draw.chance(0.2) ? ' n.' : ''} ${draw.one(roads)} ${draw.one(words('blvd. ave. st. rd. dr.'))}${draw.chance(0.15) ? ` at ${draw.one(roads)} st.` : ''}`,
  city: draw.one(cities),
  phone: `${draw.one(words('212 310 213 415 404 702 818 718'))}${2_000_000 + draw.upTo(7_999_999)}`,
})
const nameOfPlace = (draw: Draw): string =>
  draw.chance(0.3)
    ? `${draw.one(owners).replace(/-/g, ' ').replace(/s$/, "'s")}${draw.chance(0.5) ? ` ${draw.one(trades)}` : ''}`
    : `${draw.chance(0.2) ? 'the ' : ''}${draw.one(first)} ${draw.one(second)}${draw.chance(0.5) ? ` ${draw.one(trades)}` : ''}`

function secondGuide(draw: Draw, who: string, name: string, spot: Spot, wear: Wear): Listed {
  let called = name
  if (draw.chance(wear.short)) called = called.replace(/ (?:cafe|restaurant|bar|bistro|grill)$/, '')
  if (draw.chance(wear.short)) called = called.replace('deli', 'delicatessen')
  if (draw.chance(wear.swap))
    called = called.startsWith('the ') ? `${called.slice(4)} the` : `${called.split(' ').slice(1).join(' ')} ${called.split(' ')[0]}`
  if (draw.chance(wear.swap)) called = `${called} (${spot.city})`
  if (draw.chance(wear.typo)) called = slip(draw, called)
  const copy: Listed = {
    id: `${who}-b`,
    who,
    name: called,
    address: spot.address,
    city: spot.city,
    phone: spot.phone.replace(/(\d{3})(\d{3})(\d{4})/, '$1-$2-$3'),
  }
  if (draw.chance(wear.short))
    copy.address = spot.address
      .replace(/ at .*$/, '')
      .replace('blvd.', 'boulevard')
      .replace('ave.', 'avenue')
      .replace('st.', 'street')
  if (draw.chance(wear.swap)) copy.city = alsoCalled[spot.city] ?? spot.city
  if (draw.chance(wear.typo)) copy.phone = draw.chance(0.5) ? slip(draw, spot.phone) : `310${spot.phone.slice(3)}`
  if (draw.chance(wear.missing)) delete copy.phone
  if (copy.phone && draw.chance(wear.missing)) delete copy.address
  return copy
}
