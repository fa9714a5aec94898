/** The decision on a command. `ask` also means that it could not be evaluated within the budget. */
export const Decision = ['deny', 'ask', 'allow', 'none'] as const;
export type Decision = (typeof Decision)[number];

/** The safety score of each decision, 0 (dangerous) to 100 (harmless). */
export const DECISION_SCORE: Readonly<Record<Decision, number>> = {
  deny: 0,
  ask: 50,
  allow: 100,
  none: 50,
};

/** From the weakest decision to the strongest. */
export const DECISION_STRENGTH: Readonly<Record<Decision, number>> = {
  allow: 0,
  none: 1,
  ask: 2,
  deny: 3,
};

/** The policy's verdict on a command. */
export interface Verdict {
  readonly decision: Decision;
  /** 0 deny, 100 allow, 50 otherwise. */
  readonly score: number;
  /** Ids of the rules that decided. */
  readonly rules: readonly string[];
  /** Ids of shadow rules that would have decided. */
  readonly shadow: readonly string[];
  /** Empty if the policy could not be read. */
  readonly policyVersion: string;
  readonly reason: string;
}
