import { createMatcher, type Matcher } from '../../matcher/matcher';
import type { CommandView, CommandViews } from '../../shell/views';
import { starterCategories } from '../rules/starter/starterCategories';

/**
 * Features that no pattern over one program can express: what the command works on, by the classes of its targets, and
 * whether it changes anything, and which starter rules match it.
 */
export function viewFeatures(views: CommandViews): readonly string[] {
  return [...classFeatures(views.views), ...inertFeatures(views.views), ...starterFeatures(views)];
}

/** Whether some or all of it changes nothing, for example by `--dry-run`. */
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

function classFeatures(views: readonly CommandView[]): readonly string[] {
  return views.flatMap(({ kind, inert, text }) => {
    if (kind !== 'class' || inert === true) return [];
    return text.split(' | ').flatMap((stage) => {
      const marks = stage.match(MARK) ?? [];
      const [program = ''] = stage.replace(/^sudo /, '').split(' ', 1);
      return marks.flatMap((mark) => [`on ${mark}`, `${program.toLowerCase()}: on ${mark}`]);
    });
  });
}

/** The starter rules, compiled, with the features that a match of each gives. */
interface StarterMatcher {
  readonly matcher: Matcher;
  readonly features: readonly (readonly string[])[];
}

let starter: StarterMatcher | undefined;

function starterFeatures(views: CommandViews): readonly string[] {
  starter ??= compileStarterRules();
  const { matcher, features } = starter;
  return matcher.matchViews(views).hits.flatMap(({ rule }) => features[rule] ?? []);
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
