import type { Messages } from '#core/messages.ts'

export const productsMessages: Messages = {
  zh: {
    'event.product.created': '加了产品 {code} {name}',
    'event.product.changed': '改了产品 {code} {name}',
    'product.code_taken': '产品编码 {code} 已有。换一个编码，或改那个产品。',
    'product.cost_hidden': '成本价不归你看，也不能改。去掉成本价再存。',
    'products.title': '产品',
    'products.cost': '成本价',
    'products.tax': '税率',
    'products.unit': '单位',
  },
  en: {
    'event.product.created': 'Added product {code} {name}',
    'event.product.changed': 'Changed product {code} {name}',
    'product.code_taken': 'Product code {code} exists. Take another code or change that product.',
    'product.cost_hidden': 'The cost is not yours to see or change. Leave it out and save again.',
    'products.title': 'Products',
    'products.cost': 'Cost',
    'products.tax': 'Tax rate',
    'products.unit': 'Unit',
  },
}
