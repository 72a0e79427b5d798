// 跟进. What counts as a contact, and what counts as substance.
import { type Day, type Instant, msOf } from '#core/calendar.ts'

export type FollowUpPolicy = {
  /** A connected call measured by the system counts from so many seconds. */
  callSeconds: number
  /** A note counts from so many characters, with next step and date. */
  noteCharacters: number
  /** Notes alone move the follow-up clock at most so many times in a row. */
  notesInARow: number
}
export const followUpDefaults: FollowUpPolicy = { callSeconds: 60, noteCharacters: 20, notesInARow: 2 }

export type FollowUpKind = 'call' | 'email' | 'wechat' | 'note' | 'meeting' | 'visit' | 'quotation'

/** One entry of the timeline, as far as the clocks care. `at` is when it happened (offline: by the device's signed clock). */
export type FollowUp = {
  kind: FollowUpKind
  at: Instant
  /** A call that was picked up, an e-mail that was answered. */
  answered?: boolean
  /** Seconds the line stood. */
  durationS?: number
  /** `system`: a call centre or the native shell measured it; `self`: the rep says so. */
  measuredBy?: 'system' | 'self'
  text?: string
  nextStep?: string | null
  nextOn?: Day | null
  /** Of a visit: the verdict of its validity rule. */
  validVisit?: boolean
  /** A manager accepted a self-declared call as substance. */
  accepted?: boolean
}

/** Why it is, or is not, substance: a key the screens put into words. */
export type SubstanceReason =
  | 'call_long_enough'
  | 'call_accepted'
  | 'call_not_connected'
  | 'call_too_short'
  | 'call_self_declared'
  | 'visit_valid'
  | 'visit_not_valid'
  | 'meeting_held'
  | 'quotation_sent'
  | 'email_answered'
  | 'email_not_answered'
  | 'note_complete'
  | 'note_too_short'
  | 'note_without_next_step'
  | 'message_only'
  | 'notes_in_a_row'

/** True when it reaches out to the customer: a note does not. An unanswered attempt does (and is never substance). */
export function isContact(followUp: FollowUp): boolean {
  return followUp.kind !== 'note'
}

/** Whether one entry, taken alone, is substance (实质性跟进), and why. */
export function substanceOf(followUp: FollowUp, policy: FollowUpPolicy): { substantive: boolean; reason: SubstanceReason } {
  const yes = (reason: SubstanceReason) => ({ substantive: true, reason })
  const no = (reason: SubstanceReason) => ({ substantive: false, reason })
  switch (followUp.kind) {
    case 'call':
      if (!followUp.answered) return no('call_not_connected')
      if (followUp.accepted) return yes('call_accepted')
      if (followUp.measuredBy !== 'system') return no('call_self_declared')
      return (followUp.durationS ?? 0) >= policy.callSeconds ? yes('call_long_enough') : no('call_too_short')
    case 'visit':
      return followUp.validVisit ? yes('visit_valid') : no('visit_not_valid')
    case 'meeting':
      return yes('meeting_held')
    case 'quotation':
      return yes('quotation_sent')
    case 'email':
      return followUp.answered ? yes('email_answered') : no('email_not_answered')
    case 'wechat':
      return no('message_only')
    case 'note': {
      if (Array.from((followUp.text ?? '').replace(/\s/g, '')).length < policy.noteCharacters) return no('note_too_short')
      return followUp.nextStep?.trim() && followUp.nextOn ? yes('note_complete') : no('note_without_next_step')
    }
  }
}

export type FollowUpVerdict = {
  firstContactAt: Date | null
  lastSubstantiveAt: Date | null
  /** Each entry of the holding in order, with what it did to the clocks. */
  entries: { at: Date; kind: FollowUpKind; contact: boolean; moves: boolean; reason: SubstanceReason }[]
}

/** What the entries of one holding mean for its clocks; entries from before `heldSince` are not this holder's. */
export function followUpOf(followUps: readonly FollowUp[], heldSince: Instant, policy: FollowUpPolicy): FollowUpVerdict {
  const since = msOf(heldSince)
  const verdict: FollowUpVerdict = { firstContactAt: null, lastSubstantiveAt: null, entries: [] }
  let notes = 0
  for (const followUp of [...followUps].sort((a, b) => msOf(a.at) - msOf(b.at))) {
    if (msOf(followUp.at) < since) continue
    const at = new Date(msOf(followUp.at))
    const contact = isContact(followUp)
    let { substantive, reason } = substanceOf(followUp, policy)
    if (substantive) {
      notes = followUp.kind === 'note' ? notes + 1 : 0
      if (notes > policy.notesInARow) {
        substantive = false
        reason = 'notes_in_a_row'
      }
    }
    if (contact) verdict.firstContactAt ??= at
    if (substantive) verdict.lastSubstantiveAt = at
    verdict.entries.push({ at, kind: followUp.kind, contact, moves: substantive, reason })
  }
  return verdict
}
