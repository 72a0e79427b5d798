import { bilingual } from '#shared/bilingual.ts'

export const customFieldMessages = bilingual({
  'custom.fill': ['填写字段', 'Fill in fields'],
  'custom.fill.title': ['填写：{name}', 'Fill in: {name}'],
  'custom.save': ['保存', 'Save'],
  'custom.upload': ['选文件', 'Choose a file'],
  'custom.file.later': ['保存后再上传', 'Can be uploaded once saved'],
})
