/**
 * `npm run bench -- redact`: what redaction misses and changes, and its cost per command: for look-alikes, which most
 * commands resemble, and for commands with a secret. Also the longest turn of the window while it redacts the largest
 * drafts of pages.
 */
import { randomUUID } from 'node:crypto';
import { patternWithoutSecrets } from '../../src/history/redact/patternSecret';
import { redact } from '../../src/history/redact/redact';
import { MAX_DRAFT } from '../../src/protocol/draft';
import { MAX_TEXT, redactedDraft } from '../../src/providers/redactedDraft';
import { makeLookAlikes } from '../support/redactLookAlikes';
import { makeSecrets } from '../support/redactShapes';
import { cpuOf, median, rounded } from './measure';
import type { Figures } from './run';
import { Turns } from './turns';

const ROUNDS = 15;

export async function bench(): Promise<Figures> {
  // The first redactions compile the expressions, as in a new window.
  const draftTurnMs = await longestDraftTurn();
  const lookAlikes = makeLookAlikes();
  const made = makeSecrets();
  const secrets = made.map(({ command }) => command);
  const microsHarmless: number[] = [];
  const microsSecret: number[] = [];
  // Alternating, because the speed of the machine may change. The first round compiles the expressions.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const harmless = microsEach(lookAlikes);
    const secret = microsEach(secrets);
    if (round === 0) continue;
    microsHarmless.push(harmless);
    microsSecret.push(secret);
  }
  return {
    'redact.secrets': made.length,
    'redact.shapes': new Set(made.map(({ shape }) => shape)).size,
    'redact.secrets_missed': made.filter(({ command, secret }) => redact(command).includes(secret))
      .length,
    'redact.look_alikes_changed': lookAlikes.filter((command) => redact(command) !== command)
      .length,
    'redact.commands': lookAlikes.length,
    'redact.us_per_command': rounded(median(microsHarmless)),
    'redact.us_per_command_with_secret': rounded(median(microsSecret)),
    'redact.draft_turn_ms_max': rounded(draftTurnMs),
  };
}

/** In CPU milliseconds, for the choices in a review of many rules and for the text that takes longest. */
async function longestDraftTurn(): Promise<number> {
  const redaction = { text: redact, pattern: patternWithoutSecrets };
  const turns = new Turns();
  let longestMs = 0;
  for (const draft of [...Array.from({ length: 3 }, reviewDraft), slowDraft()]) {
    if (draft.length > MAX_DRAFT) throw new Error('The draft is too long to be saved.');
    longestMs = Math.max(
      longestMs,
      await turns.longestDuring(() => redactedDraft(draft, redaction)),
    );
  }
  turns.stop();
  return longestMs;
}

function reviewDraft(): string {
  const rules = Array.from({ length: 1000 }, (_, at) => ({
    pattern: `^git push (?:[^|]* )?-f origin-${at}`.padEnd(170, '.'),
    effect: 'deny',
  }));
  const add = rules.map(() => 'enforce');
  const choice = { add, keep: rules.map(() => randomUUID()), edits: {} };
  return JSON.stringify({ comment: SLOW.repeat(330), choice, rules });
}

function slowDraft(): string {
  const slow = SLOW.repeat(MAX_TEXT / SLOW.length);
  return JSON.stringify({ command: slow, rules: [{ pattern: slow }] });
}

/** Repeated, it takes redaction longest. */
const SLOW = 'curl -u a:b ';

function microsEach(commands: readonly string[]): number {
  const micros = cpuOf(() => {
    for (const command of commands) redact(command);
  });
  return micros / commands.length;
}
