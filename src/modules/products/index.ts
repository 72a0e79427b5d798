// 产品: what is sold, in which unit, with which tax, and (for few eyes) at which cost.
import { bind, defineRoom } from '#core/room.ts'
import * as product from './product.actions.ts'
import { productContract } from './product.contract.ts'
import { productsDemo } from './products.demo.ts'
import { productsMessages } from './products.messages.ts'

export { listProducts, productsByIds } from './product.actions.ts'
export type { ProductRow } from './product.store.ts'

export const products = defineRoom({
  name: 'products',
  title: { zh: '产品', en: 'Products' },
  contract: productContract,
  actions: bind(productContract, {
    products: product.products,
    product: product.product,
    createProduct: product.createProduct,
    changeProduct: product.changeProduct,
  }),
  tables: ['product'],
  permissions: {
    'product.read': {
      zh: '查看产品',
      en: 'See products',
      standard: { gm: 'all', director: 'all', manager: 'all', rep: 'all', presales: 'all', marketing: 'all', finance: 'all' },
    },
    'product.write': { zh: '维护产品', en: 'Maintain products', standard: { director: 'all' } },
    'field.cost': { zh: '查看成本价', en: 'See costs', standard: { gm: 'all', director: 'all', manager: 'all', finance: 'all' } },
  },
  policies: [],
  events: {
    'product.created': { when: 'A product is added.', hidden: { costFen: 'field.cost' } },
    'product.changed': { when: 'A product is changed.', hidden: { costFen: 'field.cost' } },
  },
  reactions: {},
  notices: {},
  jobs: [],
  messages: productsMessages,
  demo: productsDemo,
  samples: productsDemo,
})
