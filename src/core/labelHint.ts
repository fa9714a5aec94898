import { MAX_ANSWER_DATES, type AnswerDates, type CommandEvent, type PromptAnswers } from './event';
import { sha256Hex } from './hash';
import { isObject } from './isObject';
import type { Label } from './label';

/** The behaviour that a hint is derived from. */
export const LabelHintSource = ['refused', 'saved-rule', 'approved', 'ran'] as const;
export type LabelHintSource = (typeof LabelHintSource)[number];

/**
 * A label implied by behaviour. A label that a person gave takes precedence. `weight` is its
 * reliability, 0–1.
 */
export interface LabelHint {
  readonly label: Exclude<Label, 'unknown'>;
  readonly source: LabelHintSource;
  readonly weight: number;
}

/**
 * The hint of each source. Their reliability is limited: a refusal may mean "do it differently", people approve nearly
 * everything that they are asked, and a command that ran may not have been reviewed.
 */
const LABEL_HINTS: Readonly<Record<LabelHintSource, LabelHint>> = {
  refused: { source: 'refused', label: 'unsafe', weight: 0.8 },
  'saved-rule': { source: 'saved-rule', label: 'safe', weight: 0.8 },
  approved: { source: 'approved', label: 'safe', weight: 0.4 },
  ran: { source: 'ran', label: 'safe', weight: 0.1 },
};

/**
 * The hint of an event. None if the policy or the rules of a host decided, to avoid learning from our own denials, and
 * none from files that anyone may have written.
 */
export function labelHintOf(event: CommandEvent): LabelHint | undefined {
  if (event.source === 'csv' || event.source === 'terminal') return undefined;
  const { decision, savedRule } = recordedDecision(event.metadata);
  if (decision === 'refused') return LABEL_HINTS.refused;
  if (decision === 'machine-denied') return undefined;
  if (typeof savedRule === 'string') return LABEL_HINTS['saved-rule'];
  if (decision === 'approved') return LABEL_HINTS.approved;
  return event.source === 'import' && event.exitCode === 0 ? LABEL_HINTS.ran : undefined;
}

/** Adds a refusal or an approval to the counts in `parsed`; other hints are not answers. */
export function withAnswer(
  answers: PromptAnswers | undefined,
  hint: LabelHint | undefined,
): PromptAnswers | undefined {
  if (hint?.source !== 'refused' && hint?.source !== 'approved') return answers;
  const { refused, approved } = answers ?? { refused: 0, approved: 0 };
  return hint.source === 'refused'
    ? { refused: refused + 1, approved }
    : { refused, approved: approved + 1 };
}

/** Adds the session of a refusal or the day of an approval. */
export function withAnswerDate(
  dates: AnswerDates | undefined,
  hint: LabelHint | undefined,
  event: CommandEvent,
): AnswerDates | undefined {
  if (hint?.source !== 'refused' && hint?.source !== 'approved') return dates;
  const { refusedIn, approvedOn } = dates ?? NO_DATES;
  if (hint.source === 'refused') {
    return { refusedIn: distinctDates(refusedIn, [sessionOf(event)]), approvedOn };
  }
  const day = dayOf(event);
  return {
    refusedIn,
    approvedOn: day === undefined ? approvedOn : distinctDates(approvedOn, [day]),
  };
}

/** The union of the sessions and of the days. */
export function joinedDates(
  one: AnswerDates = NO_DATES,
  other: AnswerDates = NO_DATES,
): AnswerDates {
  return {
    refusedIn: distinctDates(one.refusedIn, other.refusedIn),
    approvedOn: distinctDates(one.approvedOn, other.approvedOn),
  };
}

const NO_DATES: AnswerDates = { refusedIn: [], approvedOn: [] };

function distinctDates(known: readonly number[], more: readonly number[]): readonly number[] {
  const fresh = more.filter((one) => !known.includes(one));
  return fresh.length === 0 ? known : [...known, ...fresh].slice(0, MAX_ANSWER_DATES);
}

const DAY_MS = 86_400_000;

function dayOf({ ts }: CommandEvent): number | undefined {
  const ms = Date.parse(ts);
  return Number.isNaN(ms) ? undefined : Math.floor(ms / DAY_MS);
}

/** The number of the session. If the host has no session ids, each day is one session. */
function sessionOf(event: CommandEvent): number {
  const { host = '', sessionId } = event.context ?? {};
  const name = sessionId ?? `day ${String(dayOf(event))}`;
  return Number.parseInt(sha256Hex(`${host}\n${name}`).slice(0, 12), 16);
}

/** The decision of a person, a host or a saved rule, read from `metadata`. */
export function recordedDecision(metadata = '{}'): {
  readonly decision?: unknown;
  readonly savedRule?: unknown;
} {
  try {
    const parsed: unknown = JSON.parse(metadata);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {}; // metadata of an imported row can be any text
  }
}
