// The cost of a product is a field that not everybody may see: without field.cost it is neither read, written nor told in an event.
import { holds } from '#core/access.ts'
import type { Actor } from '#core/context.ts'
import type { ProductRow } from './product.store.ts'

export const maySeeCost = (actor: Actor): boolean => holds(actor, 'field.cost')

/** The product as this actor may see it. */
export function shownProduct(actor: Actor, product: ProductRow) {
  const { costFen, ...rest } = product
  return { ...rest, ...(maySeeCost(actor) ? { costFen } : {}), may: { change: holds(actor, 'product.write') } }
}
