// 授权: which words a person agreed to. A yes to an older version is not a yes to the newer one; a no stays a no, but is asked again.
export const consentPurposes = ['check_in_position', 'track', 'recording', 'photo'] as const
export type Purpose = (typeof consentPurposes)[number]

export interface ConsentTexts {
  version: number
  positionZh: string
  positionEn: string
  trackZh: string
  trackEn: string
  recordingZh: string
  recordingEn: string
  photoZh: string
  photoEn: string
}

export const consentDefaults: ConsentTexts = {
  version: 1,
  positionZh: '签到、签退时取一次手机位置，用来证明到过客户那里。不同意就不能在现场签到，其他功能照用。',
  positionEn:
    'Your phone’s position once at check-in and check-out, as proof of the visit. Without it you cannot check in on site; all else works.',
  trackZh: '只在在岗时间记录路线，用来排路线和算里程。不同意不影响拜访，也不影响考核。',
  trackEn: 'Your way, while on duty only, for routes and mileage. Saying no changes neither visits nor how you are judged.',
  recordingZh: '洽谈时按下录音才录，录音前要告诉客户。不同意不影响拜访。',
  recordingEn: 'Talks are recorded only when you press record, and the customer is told first. Saying no does not change the visit.',
  photoZh: '现场照片会印上时间、地点和你的名字，作为拜访的证明。请不要拍到无关的人。',
  photoEn: 'Photos on site carry time, place and your name, as proof of the visit. Please keep other people out of them.',
}

const stem: Record<Purpose, 'position' | 'track' | 'recording' | 'photo'> = {
  check_in_position: 'position',
  track: 'track',
  recording: 'recording',
  photo: 'photo',
}

export function consentText(texts: ConsentTexts, purpose: Purpose): { zh: string; en: string } {
  return { zh: texts[`${stem[purpose]}Zh`], en: texts[`${stem[purpose]}En`] }
}

export interface Answered {
  given: boolean
  version: number
}

/** Is it a yes to the words in force, and has the person still to be asked? */
export function consentState(answer: Answered | undefined, version: number): { given: boolean; ask: boolean } {
  if (!answer) return { given: false, ask: true }
  const current = answer.version >= version
  return { given: answer.given && current, ask: !current }
}
