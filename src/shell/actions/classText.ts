import type { Action, ActionOption, ActionRedirect } from './action';
import type { ActionWord } from './actionWord';
import { withoutMarks } from '../paths/targetClass';

/** An action as shown in the class view: options under one name, targets as their class. */
export function classText(action: Action, sudo = action.sudo): string {
  return [
    ...head(action, sudo),
    ...action.options.map(optionText),
    ...distinct(action.operands.map(({ text }) => text)),
    ...distinct(action.redirects.map(redirectText)),
  ].join(' ');
}

/** A redirect as shown in the class view: `> ‹startup›`. */
export function redirectText({ op, target }: ActionRedirect): string {
  return `${op} ${target.text}`;
}

function head({ program, sub }: Action, sudo: boolean): readonly string[] {
  const words = [withoutMarks(program), ...sub.map(withoutMarks)];
  return sudo ? ['sudo', ...words] : words;
}

function optionText({ name, value }: ActionOption): string {
  return value === undefined ? withoutMarks(name) : `${withoutMarks(name)}=${value.text}`;
}

/** Removes duplicates: a class is shown once, however many targets have it. */
function distinct(words: readonly string[]): readonly string[] {
  if (words.length < 2) return words;
  const seen = new Set<string>();
  return words.filter((word) => {
    if (!word.endsWith('›')) return true;
    const isNew = !seen.has(word);
    seen.add(word);
    return isNew;
  });
}

/**
 * The action with its targets resolved, as shown in a canonical view; undefined if that is the same
 * text.
 */
export function resolvedText(action: Action): string | undefined {
  const { operands, redirects, options } = action;
  const words = [
    ...operands,
    ...redirects.map(({ target }) => target),
    ...options.flatMap(({ value }) => value ?? []),
  ];
  if (!words.some(isElsewhere)) return undefined;
  return [
    ...head(action, action.sudo),
    ...options.map(({ name, value }) => (value === undefined ? name : `${name} ${value.resolved}`)),
    ...operands.map(({ resolved }) => resolved),
    ...redirects.map(({ op, target }) => `${op} ${target.resolved}`),
  ].join(' ');
}

/** Whether the resolved path of a target differs from what is written. */
function isElsewhere({ shown, resolved, targets }: ActionWord): boolean {
  return shown !== resolved && targets.some((target) => ELSEWHERE.has(target.class));
}

const ELSEWHERE: ReadonlySet<string> = new Set([
  'key',
  'secret',
  'startup',
  'agent settings',
  'device',
  'root',
  'home',
  'system',
  'in home',
]);
