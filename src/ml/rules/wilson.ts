/** The z-value of a one-sided 95 % bound. */
const Z = 1.645;

/**
 * The lower bound of the Wilson score interval (1927) for `hits` of `trials`; the true share is probably not lower. 0
 * without trials.
 */
export function wilsonLowerBound(hits: number, trials: number): number {
  if (trials === 0) return 0;
  const share = hits / trials;
  const z2 = (Z * Z) / trials;
  const spread = Z * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials));
  return Math.round(((share + z2 / 2 - spread) / (1 + z2)) * 1e4) / 1e4;
}
