import type { AddedRule } from '../../../core/diff';
import { createMatcher, type Matcher } from '../../../matcher/matcher';
import { commandViews, type CommandViews } from '../../../shell/views';
import { starterRules } from '../starter/starterCategories';

/** Finds the commands that an allow rule allows. Views are computed once, for the commands that name its program. */
export interface AllowHits {
  /** Indexes of commands, ascending. */
  of(rules: readonly AddedRule[], programs: readonly string[]): readonly number[];
}

/** Prepares commands for tests. `known`: the views of some of them, by index. */
export function allowHits(
  commands: readonly string[],
  known: readonly (CommandViews | undefined)[] = [],
): AllowHits {
  const views = [...known];
  const viewsAt = (at: number): CommandViews => (views[at] ??= commandViews(commands[at] ?? ''));
  const naming = new Map<string, readonly number[]>();
  const rulesNaming = (program: string): readonly number[] => {
    const known = naming.get(program);
    if (known !== undefined) return known;
    const found = [...commands.keys()].filter((at) => commands[at]?.includes(program));
    naming.set(program, found);
    return found;
  };
  return {
    of: (rules, programs) => {
      const matcher = allowMatcher(rules);
      const [first = ''] = programs;
      const named =
        programs.length === 1
          ? rulesNaming(first)
          : [...new Set(programs.flatMap(rulesNaming))].sort((a, b) => a - b);
      return named.filter((at) => matcher.matchViews(viewsAt(at)).hits.length > 0);
    },
  };
}

/** Dangerous commands that no allow rule may match: the examples that the starter rules must match. */
export function starterExamples(): readonly string[] {
  return starterRules().flatMap(({ match }) => match);
}

function allowMatcher(rules: readonly AddedRule[]): Matcher {
  return createMatcher(
    rules.map(({ pattern, effect }, at) => ({ id: String(at), pattern, effect })),
  );
}
