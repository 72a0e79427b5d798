/** The mark: a route that loops into a map pin; the green eye is the cash. @param size px, 16 and up */
export function Mark({ size = 28, plain = false }: { size?: number; plain?: boolean }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} role="img" aria-label="Fieldloop">
      {plain ? null : <rect width="32" height="32" rx="8" fill="#2A4BD0" />}
      <path
        d="M5.5 25.5C13 25.5 22.5 19 22.5 12.2a6.5 6.5 0 1 0-13 0C9.5 19 19 25.5 26.5 25.5"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <circle cx="16" cy="12" r="2.1" fill="#6EE7A8" />
    </svg>
  )
}

/** Mark and wordmark. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <span className="fl-logo">
      <Mark size={size} />
      <span>
        <b>Fieldloop</b>
        <small lang="zh-CN">外勤闭环</small>
      </span>
    </span>
  )
}
