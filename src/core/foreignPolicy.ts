/** A command of the history, and where it ran. */
export interface RecentCommand {
  readonly command: string;
  readonly cwd?: string;
  readonly shell?: 'bash' | 'powershell';
}

/** The number of commands, and some of them. */
export interface WeakerDecisions {
  readonly count: number;
  readonly examples: readonly string[];
}

/** Two texts to compare: the policy in force, and a foreign one. */
export interface PolicyDifference {
  readonly before: string;
  readonly after: string;
}

/** What a foreign policy file would have changed. All its texts are untrusted. */
export type ForeignPolicyEffect =
  /** Guards do not accept the file. */
  | { readonly state: 'refused' }
  | {
      readonly state: 'compared';
      /** Number of distinct commands that were decided with both policies, the most recent ones. */
      readonly commands: number;
      /** Commands that would have run without a question of Rulewright, but are denied or asked about. */
      readonly passed: WeakerDecisions;
      /** Commands that would have been asked about, but are denied. */
      readonly asked: WeakerDecisions;
      /** Commands that would have run without a question of the host, but match no rule. */
      readonly allowed: WeakerDecisions;
      /** Rules in force that the file does not contain, and those that it contains differently: titles, or patterns. */
      readonly missing: readonly string[];
      readonly changed: readonly string[];
      /** Number of rules that only the file contains. */
      readonly added: number;
      /** The policy in force and the file: their decisions on these commands, and their rules. */
      readonly difference: PolicyDifference;
    };
