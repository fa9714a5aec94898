import type { AddedRule } from '../../../core/diff';
import { createMatcher, type Matcher } from '../../../matcher/matcher';
import { commandViews, type CommandViews } from '../../../shell/views';
import { starterRules } from '../starter/starterCategories';

/** Finds the commands that an allow rule allows. Views are computed once, for the commands that name its program. */
export interface AllowHits {
  /** Indexes of commands, ascending. */
  of(rules: readonly AddedRule[], programs: readonly string[]): readonly number[];
}

/** Prepares commands for tests. */
export function allowHits(commands: readonly string[]): AllowHits {
  const views = new Map<number, CommandViews>();
  const viewsAt = (at: number, command: string): CommandViews => {
    const known = views.get(at) ?? commandViews(command);
    views.set(at, known);
    return known;
  };
  return {
    of: (rules, programs) => {
      const matcher = allowMatcher(rules);
      return commands.flatMap((command, at) => {
        if (!programs.some((program) => command.includes(program))) return [];
        return matcher.matchViews(viewsAt(at, command)).hits.length > 0 ? [at] : [];
      });
    },
  };
}

/** The dangerous commands that no allow rule may match: those that the starter rules must match. */
export function starterExamples(): readonly string[] {
  return starterRules().flatMap(({ match }) => match);
}

function allowMatcher(rules: readonly AddedRule[]): Matcher {
  return createMatcher(
    rules.map(({ pattern, effect }, at) => ({ id: String(at), pattern, effect })),
  );
}
