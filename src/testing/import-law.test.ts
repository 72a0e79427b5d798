import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { cruise } from 'dependency-cruiser'
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-options'
import { verdict } from './import-law.ts'
import { filesBelow, importsOf, root } from './source.ts'

const sources = ['src', 'apps', 'e2e', 'bench'].flatMap((folder) => filesBelow(folder, '.ts', '.tsx'))

describe('import law', () => {
  test('every import of the house keeps to it', () => {
    const links = sources.flatMap(importsOf)
    // A reader that sees nothing finds nothing wrong: most files import something.
    assert.ok(links.length > sources.length, `only ${links.length} imports seen in ${sources.length} files`)
    const broken = links.flatMap((link) => {
      const sentence = verdict(link)
      return sentence ? [`${link.from}:${link.line} imports ${link.to}\n  ${sentence}`] : []
    })
    assert.deepEqual(broken, [], broken.join('\n'))
  })

  test('each import of our own names a file that is there, with its ending', () => {
    const lost = sources.flatMap(importsOf).filter(({ to }) => /^(src|apps|e2e|bench)\//.test(to) && !existsSync(join(root, to)))
    assert.deepEqual(
      lost.map(({ from, line, to }) => `${from}:${line} ${to}`),
      [],
    )
  })

  test('no file needs, in a circle, itself', async () => {
    const options = await extractConfig(join(root, '.dependency-cruiser.cjs'))
    const folders = ['src', 'apps', 'e2e', 'bench'].filter((folder) => existsSync(join(root, folder)))
    const { output } = await cruise(folders, { ...options, baseDir: root, validate: true })
    assert.ok(typeof output === 'object')
    const seen = output.modules.filter(({ source }) => /\.tsx?$/.test(source)).length
    assert.equal(seen, sources.length, 'the scanner does not see every file')
    assert.ok(output.summary.totalDependenciesCruised && output.summary.totalDependenciesCruised > seen / 2)
    const circles = output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
    assert.deepEqual(circles, [])
  })

  const cases: [from: string, to: string, lawful: boolean][] = [
    ['src/modules/leads/claim.actions.ts', 'src/modules/pools/index.ts', true],
    ['src/modules/leads/claim.actions.ts', 'src/modules/pools/pools.store.ts', false],
    ['src/modules/leads/recycle.actions.ts', 'src/modules/pools/recycle.rule.ts', false],
    ['src/modules/leads/countdown.rule.ts', 'src/modules/pools/recycle.rule.ts', true],
    ['src/modules/leads/claim.actions.ts', 'src/modules/opportunities/index.ts', false],
    ['src/modules/leads/rating.rule.ts', 'node:fs', false],
    ['src/modules/leads/rating.rule.ts', 'src/core/db.ts', false],
    ['src/modules/leads/rating.rule.ts', 'src/core/money.ts', true],
    ['src/modules/leads/leads.contract.ts', 'zod', true],
    ['src/modules/leads/leads.contract.ts', 'pg', false],
    ['src/core/http.ts', 'src/modules/leads/index.ts', false],
    ['apps/mobile/src/leads/Lead.tsx', 'src/modules/pools/recycle.rule.ts', true],
    ['apps/mobile/src/leads/Lead.tsx', 'src/modules/leads/leads.store.ts', false],
    ['apps/console/src/leads/Leads.tsx', 'src/core/db.ts', false],
  ]
  for (const [from, to, lawful] of cases) {
    test(`${from} ${lawful ? 'may' : 'may not'} import ${to}`, () => {
      const sentence = verdict({ from, to, line: 1, typeOnly: false })
      assert.equal(sentence === null, lawful, sentence ?? 'nothing said')
    })
  }
})
