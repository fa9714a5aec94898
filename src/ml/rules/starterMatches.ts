import { createMatcher } from '../../matcher/matcher';
import { commandViews, type ViewOptions } from '../../shell/views';
import { starterCategories, type StarterRule } from './starter/starterCategories';

/** A starter rule that matches a command. */
export interface StarterMatch extends Pick<
  StarterRule,
  'title' | 'reason' | 'instead' | 'effect' | 'pattern'
> {
  /** The title of its category. */
  readonly category: string;
  /** The part of the command whose view matched, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** Finds the starter rules that match a command, independent of the rules in force. */
export type StarterMatcher = (command: string, context: ViewOptions) => readonly StarterMatch[];

/** Compiles all starter rules, which takes about half a second. */
export function createStarterMatcher(): StarterMatcher {
  const rules = starterCategories().flatMap(({ title: category, rules: own }) =>
    own.map((rule) => ({ category, rule })),
  );
  const matcher = createMatcher(
    rules.map(({ rule: { pattern, effect } }, at) => ({ id: String(at), pattern, effect })),
  );
  return (command, context) =>
    matcher.matchViews(commandViews(command, context)).hits.flatMap(({ rule: at, start, end }) => {
      const found = rules[Number(matcher.rules[at]?.id)];
      if (found === undefined) return [];
      const { title, reason, instead, effect, pattern } = found.rule;
      return [{ title, reason, instead, effect, pattern, category: found.category, start, end }];
    });
}
