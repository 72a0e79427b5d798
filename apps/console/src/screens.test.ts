import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Messages } from '#core/messages.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.messages.ts') && name.includes('/'))
const slots = (sentence: string): string[] => [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? ''))].sort()

assert.ok(files.length >= 12, 'the screens keep their sentences beside them')
for (const name of files) {
  const sets = Object.values((await import(pathToFileURL(here + name).href)) as Record<string, Messages>)
  test(`${name}: both languages say the same with the same facts, in the tone of the house`, () => {
    for (const { zh, en } of sets) {
      assert.deepEqual(Object.keys(en).sort(), Object.keys(zh).sort())
      for (const [key, sentence] of Object.entries(zh)) {
        assert.deepEqual(slots(en[key] ?? ''), slots(sentence), key)
        assert.doesNotMatch(sentence, /您|哦|啦|！|请稍后再试|^(确定|提交)$/, key)
      }
    }
  })
}
