// Muted hues on which white text keeps 4.5:1, so that a person is recognised by colour and letter.
const HUES = ['#3C5CC8', '#A24878', '#2C7A80', '#8A6414', '#3F7A4A', '#6A4BB4', '#52617A', '#7A4A3C', '#4A6A9C', '#75549C']

/** First sign of a person's name on a colour that stays the same for the name. */
export function Avatar({ name, size = 24 }: { name: string; size?: number }) {
  let sum = 0
  for (const sign of name) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9973
  return (
    <span
      className="fl-avatar"
      aria-hidden="true"
      style={{ width: size, height: size, fontSize: Math.round(size * 0.46), background: HUES[sum % HUES.length] }}
    >
      {[...name][0] ?? ''}
    </span>
  )
}
