import { bilingual } from '#shared/bilingual.ts'

export const customFieldScreenMessages = bilingual({
  'custom.facts': ['自定义字段', 'Custom fields'],
  'custom.fill': ['填写', 'Fill in'],
  'custom.fill.title': ['填写 {name}', 'Fill in {name}'],
  'custom.save': ['保存', 'Save'],
  'custom.filter': ['更多筛选', 'More filters'],
  'custom.filter.n': ['更多筛选 {n}', 'More filters {n}'],
  'custom.filter.apply': ['筛选', 'Apply'],
  'custom.filter.clear': ['清空', 'Clear'],
  'custom.filter.from': ['从', 'from'],
  'custom.filter.to': ['到', 'to'],
  'custom.columns': ['显示列', 'Columns'],
  'custom.upload': ['上传文件', 'Upload a file'],
  'custom.file.later': ['保存后再上传', 'Can be uploaded once saved'],
  'custom.pick': ['输入名称查找', 'Type a name'],
})
