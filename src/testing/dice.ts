/** A small generator with a seed of its own, so that a failure can be played again. */
export function dice(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** `FIELDLOOP_SEED`, or one of the moment. */
export const seedOfRun = (): number => Number(process.env.FIELDLOOP_SEED ?? Date.now() % 2 ** 31)
