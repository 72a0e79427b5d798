import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consoleMessages } from '../console/src/shell.messages.ts'
import { mobileMessages } from '../mobile/src/shell.messages.ts'
import { sharedShellMessages } from './shell.messages.ts'
import { uiMessages } from './ui/ui.messages.ts'

const sets = { uiMessages, sharedShellMessages, consoleMessages, mobileMessages }
const slots = (sentence: string): string[] => [...sentence.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').sort()

for (const [name, set] of Object.entries(sets)) {
  test(`${name}: both languages say the same things with the same facts`, () => {
    const zh = set.zh as Record<string, string>
    const en = set.en as Record<string, string>
    assert.deepEqual(Object.keys(en).sort(), Object.keys(zh).sort())
    for (const [key, sentence] of Object.entries(zh)) assert.deepEqual(slots(en[key] ?? ''), slots(sentence), key)
  })

  test(`${name}: the tone is kept`, () => {
    for (const [key, sentence] of Object.entries(set.zh)) assert.doesNotMatch(sentence, /您|哦|啦|！|请稍后再试|^(确定|提交)$/, key)
  })
}
