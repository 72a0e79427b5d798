import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'
import { coreMessages } from './core.messages.ts'
import { inputError } from './input-error.ts'
import { createSay } from './messages.ts'

const say = createSay([
  coreMessages,
  { zh: { 'field.quantity': '数量', 'field.lines': '明细' }, en: { 'field.quantity': 'quantity', 'field.lines': 'lines' } },
])

function worded(schema: z.ZodType, value: unknown, locale: 'zh-CN' | 'en' = 'zh-CN') {
  const parsed = schema.safeParse(value)
  assert.ok(!parsed.success)
  const { path, field, message } = inputError(parsed.error.issues[0] as never, locale, say)
  return [path, field, message]
}

test('each kind of mistake names the field and the fix', () => {
  const shape = z.strictObject({
    name: z.string().min(1).max(3).optional(),
    quantity: z.int().min(1).max(99).optional(),
    grade: z.enum(['A', 'B']).optional(),
    id: z.uuid().optional(),
    day: z.iso.date().optional(),
    lines: z
      .array(z.object({ quantity: z.number() }))
      .min(1)
      .optional(),
    share: z.number().gt(0).optional(),
  })
  assert.deepEqual(worded(shape, { name: '' }), ['name', 'name', '必填'])
  assert.deepEqual(worded(shape, { name: 'abcd' }), ['name', 'name', '最多 3 个字'])
  assert.deepEqual(worded(shape, { quantity: 'x' }), ['quantity', '数量', '要填数字'])
  assert.deepEqual(worded(shape, { quantity: 0 }), ['quantity', '数量', '不能小于 1'])
  assert.deepEqual(worded(shape, { quantity: 1.5 }), ['quantity', '数量', '要填整数'])
  assert.deepEqual(worded(shape, { grade: 'C' }), ['grade', 'grade', '只能是 A / B'])
  assert.deepEqual(worded(shape, { id: 'x' }), ['id', 'id', '编号无效，请从列表里选'])
  assert.deepEqual(worded(shape, { day: '2026-02-30' }), ['day', 'day', '日期要写成 2026-11-23，且真有这一天'])
  assert.deepEqual(worded(shape, { lines: [] }), ['lines', '明细', '至少 1 项'])
  assert.deepEqual(worded(shape, { lines: [{ quantity: 1 }, {}] }), ['lines.1.quantity', '明细 第 2 项 数量', '必填'])
  assert.deepEqual(worded(shape, { lines: [{ quantity: 1 }, {}] }, 'en'), ['lines.1.quantity', 'lines no. 2 quantity', 'it is required'])
  assert.deepEqual(worded(shape, { share: 0 }), ['share', 'share', '要大于 0'])
  assert.deepEqual(worded(shape, { colour: 'red' }), ['', '内容', '不认识 colour，请去掉'])
})
