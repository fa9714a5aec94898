import { createMatcher, type Matcher } from '../../matcher/matcher';
import type { CommandView, CommandViews } from '../../shell/views';
import { starterCategories } from '../rules/starter/starterCategories';

/**
 * Features that no pattern for one program can express: the classes of the command's targets, whether it changes
 * anything, and which starter rules match it.
 */
export function viewFeatures(views: CommandViews): Set<string> {
  const found = new Set<string>();
  addClassFeatures(views.views, found);
  for (const name of inertFeatures(views.views)) found.add(name);
  addStarterFeatures(views, found);
  return found;
}

/** Whether some or all parts of the command change nothing, for example because of `--dry-run`. */
function inertFeatures(views: readonly CommandView[]): readonly string[] {
  const classes = views.filter(({ kind }) => kind === 'class');
  const inert = classes.filter((view) => view.inert === true);
  if (inert.length === 0) return [];
  return inert.length === classes.length ? ['inert', 'only inert'] : ['inert'];
}

/** Whether a feature describes the whole command, which no pattern for one program can express. */
export function isViewFeature(name: string): boolean {
  return VIEW_FEATURE.test(name);
}

const VIEW_FEATURE = /^(?:starter |(?:[^ ]+: )?on \u2039|(?:only )?inert$|unknown program$)/;
const MARK = /\u2039[^\u203a]*\u203a/g;

function addClassFeatures(views: readonly CommandView[], found: Set<string>): void {
  for (const { kind, inert, text } of views) {
    if (kind !== 'class' || inert === true) continue;
    for (const stage of text.split(' | ')) {
      const marks = stage.match(MARK);
      if (marks === null) continue;
      const [program = ''] = stage.replace(/^sudo /, '').split(' ', 1);
      const name = program.toLowerCase();
      for (const mark of marks) found.add(`on ${mark}`).add(`${name}: on ${mark}`);
    }
  }
}

/** The compiled starter rules, with the features that a match of each adds. */
interface StarterMatcher {
  readonly matcher: Matcher;
  readonly features: readonly (readonly string[])[];
}

let starter: StarterMatcher | undefined;

function addStarterFeatures(views: CommandViews, found: Set<string>): void {
  starter ??= compileStarterRules();
  const { matcher, features } = starter;
  for (const { rule } of matcher.matchViews(views).hits) {
    for (const name of features[rule] ?? []) found.add(name);
  }
}

function compileStarterRules(): StarterMatcher {
  const rules = starterCategories().flatMap(({ id, rules }) =>
    rules.map(({ effect, pattern }) => ({ id, effect, pattern })),
  );
  return {
    matcher: createMatcher(rules.map((rule, at) => ({ ...rule, id: `${at}` }))),
    features: rules.map(({ id, effect }) => [`starter ${effect}`, `starter ${id}`]),
  };
}
