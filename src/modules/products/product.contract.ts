// 产品: what is sold, in which unit and with which tax. The cost is for those who hold field.cost.
import { Amount, byId, Fen, Id, line, May, optionalLine, PageQuery, page, QueryFlag, route, Version, z } from '#core/contract.ts'

export const Product = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  category: z.string(),
  spec: z.string(),
  /** VAT in basis points: 1300 is 13 %. */
  taxBp: z.int(),
  /** Absent without field.cost; null when unknown. Per unit, tax included. */
  costFen: Fen.nullable().optional(),
  isService: z.boolean(),
  active: z.boolean(),
  version: Version,
  may: May,
})

const ProductInput = z.object({
  code: line(30),
  name: line(80),
  unit: line(10),
  category: z.string().trim().max(40).default(''),
  spec: z.string().trim().max(80).default(''),
  taxBp: z.int().min(0).max(10_000),
  costFen: Amount.min(0).nullish(),
  isService: z.boolean().default(false),
  active: z.boolean().default(true),
})

export const productContract = {
  products: route('GET', '/products', 'product.read', 'Products by code; search by code and name')
    .input(PageQuery.extend({ q: optionalLine(60), active: QueryFlag.optional() }))
    .output(page(Product)),
  product: route('GET', '/products/{id}', 'product.read', 'One product', ['common.not_found']).input(byId).output(Product),
  createProduct: route('POST', '/products', 'product.write', 'A new product', ['product.code_taken', 'product.cost_hidden'])
    .input(ProductInput)
    .output(Product),
  changeProduct: route('PUT', '/products/{id}', 'product.write', 'Change a product', [
    'common.not_found',
    'common.stale',
    'product.code_taken',
    'product.cost_hidden',
  ])
    .input(ProductInput.extend({ ...byId.shape, version: Version }))
    .output(Product),
}
