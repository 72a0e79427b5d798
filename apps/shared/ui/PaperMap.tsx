import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useFormats, useT } from '#shared/i18n.ts'

/** WGS-84 degrees. */
export type Point = { lat: number; lng: number }
export type TrackPoint = Point & { /** false where the movement is not believable: drawn red and dotted */ plausible?: boolean }

type Props = {
  site: Point & { name: string }
  /** fence radius in metres */
  radiusM: number
  /** `inside` null: not judged yet */
  position?: (Point & { accuracyM: number; inside: boolean | null }) | null
  track?: TrackPoint[]
  /** suspicion in words, where it happened */
  notes?: (Point & { text: string; tone: 'ok' | 'bad' })[]
  height?: number
  /** where the site stands, as a share of the width; the phone's proof strip keeps its left for words */
  focusX?: number
  /** words over the map */
  children?: ReactNode
  /** leave out scale, datum and names (small strips) */
  bare?: boolean
}

type Metres = { x: number; y: number }

const EARTH = 6_371_008.8

/** East and north of `origin` in metres; good to centimetres at the size of a fence. */
export function metresFrom(origin: Point, point: Point): Metres {
  const rad = Math.PI / 180
  return {
    x: (point.lng - origin.lng) * rad * EARTH * Math.cos(origin.lat * rad),
    y: (point.lat - origin.lat) * rad * EARTH,
  }
}

/** Pixels per metre: the fence, and the position when it lies outside. A strip with the position inside goes closer. */
function scaleFor(where: Metres | null, map: { radiusM: number; cx: number; cy: number; width: number; bare?: boolean }): number {
  const { radiusM, cx, cy, width, bare } = map
  const away = where ? Math.hypot(where.x, where.y) : 0
  const reach = radiusM * (bare && where && away <= radiusM ? 0.78 : 1.16)
  const fits = [cy / reach, ...(bare ? [] : [Math.min(cx, width - cx) / reach])]
  if (where && away > radiusM) fits.push(((where.x < 0 ? cx : width - cx) - 28) / Math.abs(where.x), (cy - 20) / Math.abs(where.y))
  return Math.max(1e-4, Math.min(...fits))
}

/** The longest round length that fits a quarter of the map: 50, 100, 200, 500 … metres. */
function scaleLength(metresAcross: number): number {
  const fits = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 200_000].filter((length) => length <= metresAcross / 4)
  return fits.at(-1) ?? 10
}

/** Paper with metres instead of streets we do not have: grid 50/250 m and coarser from afar, rings each 100 m, fence, site, position and track. */
export function PaperMap(props: Props) {
  const { site, radiusM, position, track = [], notes = [], height = 160, focusX = 0.5, children, bare } = props
  const f = useFormats()
  const t = useT()
  const [box, width] = useWidth()
  const foot = bare ? 0 : 28
  const cx = width * focusX
  const cy = (height - foot) / 2
  const scale = scaleFor(position ? metresFrom(site, position) : null, { radiusM, cx, cy, width, bare })
  const px = (point: Point) => {
    const m = metresFrom(site, point)
    return { x: cx + m.x * scale, y: cy - m.y * scale }
  }
  const spot = position ? px(position) : null
  const bar = scaleLength(width / scale)
  return (
    <figure className="fl-map" ref={box} style={{ height }}>
      <svg width={width} height={height} role="img" aria-label={t('ui.map', { site: site.name, radius: f.distance(radiusM) })}>
        <Grid width={width} height={height} cx={cx} cy={cy} scale={scale} />
        <circle
          cx={cx}
          cy={cy}
          r={radiusM * scale}
          fill="var(--pri)"
          fillOpacity="0.09"
          stroke="var(--pri)"
          strokeWidth="1.75"
          strokeDasharray="6 4"
        />
        <Rings radiusM={radiusM} cx={cx} cy={cy} scale={scale} bare={bare} />
        <Track points={track.map((point) => ({ ...px(point), plausible: point.plausible !== false }))} />
        {bare && spot && Math.hypot(spot.x - cx, spot.y - cy) > radiusM * scale + 12 ? (
          <path d={`M${spot.x} ${spot.y}L${cx} ${cy}`} stroke="var(--pri)" strokeWidth="2" strokeDasharray="2 6" strokeLinecap="round" />
        ) : null}
        <Pin x={cx} y={cy} name={bare ? null : site.name} />
        {spot && position ? (
          <g data-inside={position.inside ?? 'unknown'} className="fl-map-you">
            <circle cx={spot.x} cy={spot.y} r={Math.max(12, position.accuracyM * scale)} fillOpacity="0.22" />
            <circle cx={spot.x} cy={spot.y} r="7" stroke="var(--surface)" strokeWidth="2.5" />
          </g>
        ) : null}
        {bare ? null : (
          <g className="fl-map-scale" transform={`translate(12 ${height - 14})`}>
            <path d={`M0.5 -6V0.5H${bar * scale}V-6`} fill="none" stroke="var(--ink3)" />
            <text x={bar * scale + 8} y="1">
              {f.distance(bar)} · WGS-84 · {t('ui.map.north')}
            </text>
          </g>
        )}
      </svg>
      {notes.map((note) => {
        const at = px(note)
        return (
          <span
            className="fl-map-note"
            data-tone={note.tone}
            data-side={at.x < cx ? 'left' : 'right'}
            key={note.text}
            style={{ left: at.x, top: at.y }}
          >
            {note.text}
          </span>
        )
      })}
      {children ? <figcaption>{children}</figcaption> : null}
    </figure>
  )
}

/** Metres between two lines. */
const STEPS = [50, 250, 1_000, 5_000, 25_000, 100_000]

function Grid({ width, height, cx, cy, scale }: { width: number; height: number; cx: number; cy: number; scale: number }) {
  // A far position would draw thousands of lines: the grid grows with the distance.
  const step = STEPS.find((metres) => metres * scale >= 18) ?? 0
  if (!step || !width) return null
  const lines: ReactNode[] = []
  for (let m = -Math.ceil(cx / scale / step) * step; cx + m * scale < width; m += step) {
    const x = Math.round(cx + m * scale) + 0.5
    lines.push(<path key={`x${m}`} d={`M${x} 0V${height}`} strokeWidth={m % (step * 5) === 0 ? 1.25 : 0.75} />)
  }
  for (let m = -Math.ceil(cy / scale / step) * step; cy + m * scale < height; m += step) {
    const y = Math.round(cy + m * scale) + 0.5
    lines.push(<path key={`y${m}`} d={`M0 ${y}H${width}`} strokeWidth={m % (step * 5) === 0 ? 1.25 : 0.75} />)
  }
  return <g stroke="var(--mapline)">{lines}</g>
}

function Rings({ radiusM, cx, cy, scale, bare }: { radiusM: number; cx: number; cy: number; scale: number; bare?: boolean }) {
  const inner = [100, 200, 300].filter((ring) => ring < radiusM && ring * scale > 18)
  return (
    <g>
      {inner.map((ring) => (
        <circle key={ring} cx={cx} cy={cy} r={ring * scale} fill="none" stroke="var(--pri)" strokeOpacity="0.35" />
      ))}
      {bare
        ? null
        : [...inner, radiusM].map((ring) => (
            <text key={ring} x={cx} y={cy - ring * scale - 5} className="fl-map-ring">
              {ring}
            </text>
          ))}
    </g>
  )
}

function Track({ points }: { points: { x: number; y: number; plausible: boolean }[] }) {
  return (
    <g fill="none" strokeWidth="2.5" strokeLinecap="round">
      {points.slice(1).map((to, i) => {
        const from = points[i] as { x: number; y: number }
        return (
          <path
            key={`${from.x},${from.y},${to.x},${to.y}`}
            d={`M${from.x} ${from.y}L${to.x} ${to.y}`}
            stroke={to.plausible ? 'var(--ok)' : 'var(--bad)'}
            strokeDasharray={to.plausible ? undefined : '1 6'}
          />
        )
      })}
      {points.map((point) => (
        <circle
          key={`${point.x},${point.y}`}
          cx={point.x}
          cy={point.y}
          r="3.5"
          fill="var(--map)"
          stroke={point.plausible ? 'var(--ok)' : 'var(--bad)'}
          strokeWidth="1.75"
        />
      ))}
    </g>
  )
}

function Pin({ x, y, name }: { x: number; y: number; name: string | null }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <path d="M0 2C-4 -5 -11 -10.5 -11 -18.5a11 11 0 1 1 22 0C11 -10.5 4 -5 0 2Z" fill="var(--ink1)" />
      <circle cy="-18.5" r="4" fill="var(--map)" />
      {name ? (
        <text className="fl-map-name" x="16" y="-14">
          {name}
        </text>
      ) : null}
    </g>
  )
}

/** The element's width, followed as it changes. */
function useWidth(): [React.RefObject<HTMLElement | null>, number] {
  const box = useRef<HTMLElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = box.current
    if (!element) return
    setWidth(element.clientWidth)
    const watch = new ResizeObserver(() => setWidth(element.clientWidth))
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return [box, width]
}
