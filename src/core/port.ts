// A port: what a room (or the core) needs of a later room. It is declared where it is needed and plugged in main.ts.

/** Declares a port; calling it before it is plugged is a wiring mistake and says which one. */
export function port<Args extends unknown[], Result>(
  name: string,
): ((...args: Args) => Result) & { plug: (fn: (...args: Args) => Result) => void } {
  let plugged: ((...args: Args) => Result) | undefined
  const call = (...args: Args): Result => {
    if (!plugged) throw new Error(`port ${name} is not plugged in main.ts`)
    return plugged(...args)
  }
  return Object.assign(call, {
    plug: (fn: (...args: Args) => Result) => {
      plugged = fn
    },
  })
}
