import { Mark } from '#shared/Logo.tsx'

type Props = {
  /** `09:13` */
  time: string
  /** `2026-11-23 周一` */
  day: string
  /** whose clock, in words */
  clock: string
  site: string
  /** place, coordinates, accuracy */
  place: string
  person: string
  /** proof code, as far as known before the server has it */
  code: string
}

/** The watermark as the server will burn it in, drawn live over the camera. Text stands on at least 70 % black. */
export function Watermark({ time, day, clock, site, place, person, code }: Props) {
  return (
    <div className="fl-watermark">
      <div>
        <strong>{time}</strong>
        <span>
          {day}
          <br />
          {clock}
        </span>
      </div>
      <b>{site}</b>
      <span>{place}</span>
      <footer>
        <Mark size={18} plain />
        <span>{person}</span>
        <span>{code}</span>
      </footer>
    </div>
  )
}
