/** A feature of a command and its contribution to P(unsafe), −1 to 1. */
export interface Contribution {
  readonly feature: string;
  readonly weight: number;
}

/** The prediction for a command. */
export interface Prediction {
  readonly command: string;
  readonly label: 'safe' | 'unsafe';
  /** Calibrated probability that the command is unsafe. */
  readonly probability: number;
  /** Share of the trees that classify it as unsafe. */
  readonly votes: number;
  /** P(unsafe) at the root of the trees, before any feature contributes. */
  readonly base: number;
  /** Strongest first. */
  readonly contributions: readonly Contribution[];
  /** Features of the command that are not in the model. */
  readonly unknownFeatures: readonly string[];
}

/** How much newer commands differ from the training data of a model. */
export interface Drift {
  /** Number of distinct commands. */
  readonly commands: number;
  /** Share of their features that are not in the model. */
  readonly unknownFeatures: number | null;
  /** Share of the labelled commands for which the model predicts another label. */
  readonly disagreement: number | null;
  /** Why training again is recommended; undefined if it is not. */
  readonly advice: string | undefined;
}

/** A command whose label would improve the model. */
export interface UsefulLabel {
  readonly command: string;
  /** Number of events with its template. */
  readonly count: number;
  readonly probability: number;
  /** Uncertainty × risk × logarithm of the frequency. */
  readonly usefulness: number;
}
