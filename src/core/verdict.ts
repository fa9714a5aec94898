/** What the policy says of one command. `ask` also stands for "could not be decided in time". */
export const Decision = ['deny', 'ask', 'allow', 'none'] as const;
export type Decision = (typeof Decision)[number];

/** The safety score of each decision, 0 (dangerous) to 100 (harmless). */
export const DECISION_SCORE: Readonly<Record<Decision, number>> = {
  deny: 0,
  ask: 50,
  allow: 100,
  none: 50,
};

/** What the policy says of one command. */
export interface Verdict {
  readonly decision: Decision;
  /** 0 deny, 100 allow, 50 otherwise. */
  readonly score: number;
  /** Ids of the rules that decided. */
  readonly rules: readonly string[];
  /** Ids of shadow rules that would have decided. */
  readonly shadow: readonly string[];
  /** Empty where the policy itself could not be read. */
  readonly policyVersion: string;
  readonly reason: string;
}
