/** The marks of an axis. */

/** Round numbers from nought to at least `most`, in about `steps` steps: 0, 50, 100 for 83 and 2. */
export const ticksOf = (most: number, steps: number): number[] => {
  if (!(most > 0)) return [0, 1]
  const rough = most / steps
  const ten = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 2.5, 5, 10].find((m) => m * ten >= rough) ?? 10) * ten
  const count = Math.ceil(most / step - 1e-9)
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)))
}
