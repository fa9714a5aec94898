/** z of a one-sided 95 % bound. */
const Z = 1.645;

/**
 * Lower end of the score interval (Wilson 1927) for `hits` of `trials`: what the true share is unlikely to be below.
 * 0 where nothing was tried.
 */
export function wilsonLowerBound(hits: number, trials: number): number {
  if (trials === 0) return 0;
  const share = hits / trials;
  const z2 = (Z * Z) / trials;
  const spread = Z * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials));
  return Math.round(((share + z2 / 2 - spread) / (1 + z2)) * 1e4) / 1e4;
}
