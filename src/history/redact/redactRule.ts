/**
 * One shape of a secret, as regular expression sources: what `before` and `after` match stays, what `secret` matches
 * becomes the mark `[secret:kind]`. Every repeat is bounded or ends at a character it cannot hold, so the time is linear
 * in the text. No groups that capture, no flags.
 */
export interface RedactRule {
  readonly kind: string;
  /**
   * What a match holds in any case: of each list one text, in small letters where case does
   * not count. Nearly all commands are told apart by this alone, and no expression is compiled for them.
   */
  readonly needs: readonly (readonly string[])[];
  /** Of a rule whose match is one word: how long that is at least. */
  readonly wordLength?: number;
  readonly before: string;
  readonly secret: string;
  readonly after: string;
}
