/**
 * A rule that finds secrets. `before`, `secret` and `after` are regular expression sources: what `secret` matches is
 * replaced by the placeholder `[secret:kind]`, the rest is kept. For linear time, every repeat must be bounded or end at a
 * character that it cannot match. Capturing groups and flags are not allowed.
 */
export interface RedactRule {
  readonly kind: string;
  /**
   * A prefilter: every match contains at least one text of each list. In lower case if the table ignores case. Most
   * commands fail it, so that no expression has to be compiled.
   */
  readonly needs: readonly (readonly string[])[];
  /** Minimum length of a match, for rules that match a single word. */
  readonly wordLength?: number;
  readonly before: string;
  readonly secret: string;
  readonly after: string;
}
