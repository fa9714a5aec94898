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

/** How far a history has moved away from what a model was trained on. */
export interface Drift {
  /** Different commands looked at. */
  readonly commands: number;
  /** Share of their features that the model does not know. */
  readonly unknownFeatures: number | null;
  /** Share of the labelled ones that the model judges differently. */
  readonly disagreement: number | null;
  /** Whether to train again is advised, and why. */
  readonly advice: string | undefined;
}

/** A command worth a label. */
export interface UsefulLabel {
  readonly command: string;
  /** Events with this template. */
  readonly count: number;
  readonly probability: number;
  /** Uncertainty × frequency. */
  readonly usefulness: number;
}
