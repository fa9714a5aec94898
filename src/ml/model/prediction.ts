/** One feature of a command, and how far it moved the forest's opinion (−1 to 1; positive is towards unsafe). */
export interface Contribution {
  readonly feature: string;
  readonly weight: number;
}

/** The forest's opinion of one command. */
export interface Prediction {
  readonly command: string;
  readonly label: 'safe' | 'unsafe';
  /** Calibrated probability that the command is unsafe. */
  readonly probability: number;
  /** Share of the trees that call it unsafe. */
  readonly votes: number;
  /** The opinion before any feature was looked at. */
  readonly base: number;
  /** Strongest first. */
  readonly contributions: readonly Contribution[];
  /** Features of the command that the model has never seen. */
  readonly unknownFeatures: readonly string[];
}
