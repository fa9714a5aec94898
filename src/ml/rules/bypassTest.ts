import type { RuleToTest, BypassTest } from '../../core/liveBacktest';
import { createMatcher } from '../../matcher/matcher';
import { otherSpellings } from '../../shell/otherSpellings';
import { commandViews } from '../../shell/views';
import type { DataRow } from '../dataset/dataset';

const MAX_COMMANDS = 6;
/** Maximum number of hits that are examined to find these commands. */
const MAX_TRIED = 100;
/** Other spellings of longer commands are not listed, because they are too long to read. */
const MAX_LENGTH = 300;

/**
 * Rewrites the commands that a deny or ask rule is intended to stop, and counts the spellings that it still matches.
 * The intended commands are its `hits` that are not labelled safe, unsafe ones first, the shortest of each template; if
 * there are none, the `examples` that it matches. The pattern must be valid.
 */
export function testBypasses(
  rule: RuleToTest,
  hits: readonly DataRow[],
  examples: readonly string[],
): BypassTest {
  const { pattern, effect } = rule;
  const matcher = createMatcher([{ id: 'rule', pattern, effect }]);
  const stops = (command: string): boolean =>
    matcher.matchViews(commandViews(command)).hits.length > 0;
  const own = intendedHits(hits, stops);
  const commands =
    own.length > 0 ? own : examples.filter(isShort).filter(stops).slice(0, MAX_COMMANDS);
  const tried = [...new Set(commands.flatMap((command) => otherSpellings(command)))];
  const open = tried.filter((command) => !stops(command));
  return {
    commands: commands.length,
    tried: tried.length,
    stopped: tried.length - open.length,
    open,
  };
}

/**
 * Other spellings are parsed for an arbitrary project folder, so hits that depend on their working directory are
 * excluded.
 */
function intendedHits(
  hits: readonly DataRow[],
  stops: (command: string) => boolean,
): readonly string[] {
  const byTemplate = new Map<string, DataRow>();
  const ranked = hits
    .filter(({ label, command }) => label !== 'safe' && isShort(command))
    .sort((a, b) => order(a) - order(b) || a.command.length - b.command.length);
  let left = MAX_TRIED;
  for (const row of ranked) {
    if (byTemplate.size === MAX_COMMANDS || left === 0) break;
    if (byTemplate.has(row.template)) continue;
    left -= 1;
    if (stops(row.command)) byTemplate.set(row.template, row);
  }
  return [...byTemplate.values()].map(({ command }) => command);
}

const order = ({ label }: DataRow): number => (label === 'unsafe' ? 0 : 1);

const isShort = (command: string): boolean => command.length <= MAX_LENGTH;
