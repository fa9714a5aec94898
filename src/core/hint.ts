import type { CommandEvent, PromptAnswers } from './event';
import type { Label } from './label';

/** What a hint follows from. */
export const HintSource = ['refused', 'saved-rule', 'approved', 'ran'] as const;
export type HintSource = (typeof HintSource)[number];

/**
 * A label that somebody's behaviour implies. It is no label that a person gave: that one always counts instead. `weight`
 * is how much it says, 0–1.
 */
export interface Hint {
  readonly label: Exclude<Label, 'unknown'>;
  readonly source: HintSource;
  readonly weight: number;
}

/**
 * Each source as a hint. A "no" may mean "another way"; people say yes to nearly everything they are asked; and what ran
 * may never have been looked at.
 */
const HINTS: Readonly<Record<HintSource, Hint>> = {
  refused: { source: 'refused', label: 'unsafe', weight: 0.8 },
  'saved-rule': { source: 'saved-rule', label: 'safe', weight: 0.8 },
  approved: { source: 'approved', label: 'safe', weight: 0.4 },
  ran: { source: 'ran', label: 'safe', weight: 0.1 },
};

/**
 * The hint of an event. None where the policy or the rules of a host decided, which would be learning from our own
 * denials, and none from files that anybody may have written.
 */
export function hintOf(event: CommandEvent): Hint | undefined {
  if (event.source === 'csv' || event.source === 'terminal') return undefined;
  const { decision, savedRule } = saidOf(event.metadata);
  if (decision === 'refused') return HINTS.refused;
  if (decision === 'machine-denied') return undefined;
  if (typeof savedRule === 'string') return HINTS['saved-rule'];
  if (decision === 'approved') return HINTS.approved;
  return event.source === 'import' && event.exitCode === 0 ? HINTS.ran : undefined;
}

/** Counts a refusal or an approval in addition to `said`; other hints are no answers. */
export function withAnswer(
  said: PromptAnswers | undefined,
  hint: Hint | undefined,
): PromptAnswers | undefined {
  if (hint?.source !== 'refused' && hint?.source !== 'approved') return said;
  const { refused, approved } = said ?? { refused: 0, approved: 0 };
  return hint.source === 'refused'
    ? { refused: refused + 1, approved }
    : { refused, approved: approved + 1 };
}

/** What a person, a host or a saved rule decided, from `metadata`. */
export function saidOf(metadata = '{}'): {
  readonly decision?: unknown;
  readonly savedRule?: unknown;
} {
  try {
    const said: unknown = JSON.parse(metadata);
    return typeof said === 'object' && said !== null ? said : {};
  } catch {
    return {}; // of an imported row: any text may stand there
  }
}
