import type { Messages } from '#core/messages.ts'

export const filesMessages: Messages = {
  zh: {
    'event.file.attached': '上传了文件',
    'file.empty': '{name} 是空文件，没有内容。重新导出或重拍后再传。',
    'file.too_large': '{name} 太大，最多 {limit}。压缩或拆分后再传。',
    'file.wrong_type': '{name} 的内容不是这里要的类型。请传 {allowed}。',
    'file.too_many_pixels': '{name} 有 {megapixels} 百万像素，最多 {limit}。缩小后再传。',
    'file.unreadable_image': '{name} 打不开，图片可能已损坏。重新保存后再传。',
    'file.purpose.document': '资料',
    'file.purpose.stamped_quotation': '盖章报价单',
    'file.purpose.contract_scan': '合同扫描件',
    'file.purpose.voucher': '凭证',
    'file.purpose.picture': '图片',
  },
  en: {
    'event.file.attached': 'Attached a file',
    'file.empty': '{name} is empty. Export or take it again, then upload.',
    'file.too_large': '{name} is too large; at most {limit}. Compress or split it.',
    'file.wrong_type': 'The content of {name} is not a type that belongs here. Upload {allowed}.',
    'file.too_many_pixels': '{name} has {megapixels} megapixels; at most {limit}. Make it smaller.',
    'file.unreadable_image': '{name} cannot be opened; the picture may be damaged. Save it again, then upload.',
    'file.purpose.document': 'Document',
    'file.purpose.stamped_quotation': 'Stamped quotation',
    'file.purpose.contract_scan': 'Scan of the contract',
    'file.purpose.voucher': 'Voucher',
    'file.purpose.picture': 'Picture',
  },
}
