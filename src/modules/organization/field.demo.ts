// What a maker of waterproofing asks of its records beyond what everybody asks.
import type { Ctx } from '#core/context.ts'
import { emitMany } from '#core/events.ts'
import type { Story } from '#core/story.ts'
import type { CustomField } from './field.rule.ts'
import { insertField } from './field.store.ts'

const uses = [
  { key: 'roof', zh: '屋面', en: 'Roof', retired: false },
  { key: 'basement', zh: '地下室', en: 'Basement', retired: false },
  { key: 'bathroom', zh: '厨卫', en: 'Kitchen and bath', retired: false },
  { key: 'facade', zh: '外墙', en: 'Facade', retired: false },
  { key: 'bridge', zh: '桥面', en: 'Bridge deck', retired: true },
]
const plain = { options: [], reference: null, requiredIn: [], listed: false, retired: false, version: 1 }
const fields: (Omit<CustomField, 'id'> & { story: string })[] = [
  {
    ...plain,
    story: 'CF-lead-use',
    subjectType: 'lead',
    key: 'use',
    type: 'options',
    zh: '使用部位',
    en: 'Used on',
    options: uses,
    listed: true,
    sort: 1,
  },
  {
    ...plain,
    story: 'CF-opportunity-use',
    subjectType: 'opportunity',
    key: 'use',
    type: 'options',
    zh: '使用部位',
    en: 'Used on',
    options: uses,
    sort: 1,
  },
  {
    ...plain,
    story: 'CF-account-supplier',
    subjectType: 'account',
    key: 'supplier',
    type: 'reference',
    reference: 'account',
    zh: '供货经销商',
    en: 'Supplied by',
    sort: 1,
  },
]

export async function fieldDemo(ctx: Ctx, story: Story): Promise<void> {
  for (const { story: key, ...field } of fields) await insertField(ctx, { ...field, id: story.id(key) })
  await emitMany(
    ctx,
    fields.map(({ story: key, subjectType, key: name, type }) => ({
      type: 'custom_field.created',
      subjectId: story.id(key),
      payload: { subjectType, key: name, type },
      at: story.at('2026-01-05 09:30'),
      actorId: story.id('U15'),
    })),
  )
}
