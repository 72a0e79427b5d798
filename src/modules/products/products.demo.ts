// What 澄岭建材科技 sells. Costs are yuan per unit, tax included; list and floor prices stand in the price books of quotations.
import type { Ctx } from '#core/context.ts'
import { emitMany } from '#core/events.ts'
import type { Story } from '#core/story.ts'
import { insertProducts } from './product.store.ts'

const coating = '涂料'
const membrane = '卷材'
const auxiliary = '辅材'
const service = '服务'

/** key, name, unit, pack, category, cost in yuan, VAT in basis points */
export const demoProducts = [
  ['P01', 'JS防水涂料', '桶', '20kg', coating, 165, 1300],
  ['P02', '聚氨酯防水涂料', '桶', '20kg', coating, 276, 1300],
  ['P03', 'SBS防水卷材', '卷', '4mm', membrane, 255, 1300],
  ['P04', '自粘防水卷材', '卷', '1.5mm', membrane, 310, 1300],
  ['P05', '外墙漆', '桶', '20L', coating, 372, 1300],
  ['P06', '内墙漆', '桶', '18L', coating, 248, 1300],
  ['P07', '瓷砖胶', '袋', '20kg', auxiliary, 36, 1300],
  ['P08', '美缝剂', '套', '', auxiliary, 38, 1300],
  ['P09', '堵漏王', '桶', '5kg', auxiliary, 28, 1300],
  ['P10', '注浆液', '桶', '10kg', auxiliary, 205, 1300],
  ['P11', '防水施工', '㎡', '', service, 28, 900],
  ['P12', '质保延长', '㎡', '', service, 3, 600],
] as const

export async function productsDemo(ctx: Ctx, story: Story): Promise<void> {
  await insertProducts(
    ctx,
    demoProducts.map(([code, name, unit, spec, category, costYuan, taxBp]) => ({
      id: story.id(code),
      code,
      name,
      unit,
      spec,
      category,
      taxBp,
      costFen: costYuan * 100,
      isService: category === service,
      active: true,
    })),
  )
  await emitMany(
    ctx,
    demoProducts.map(([code, name]) => ({
      type: 'product.created',
      subjectId: story.id(code),
      actorId: story.id('U15'),
      at: story.at('2026-01-05 09:00'),
      payload: { code, name },
    })),
  )
}
