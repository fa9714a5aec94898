import { HIDDEN_DATA } from '../programs/dataWords';
import type { LineStage } from '../stages/line';

/** One program of a canonical line. A flag with a value contains it after a space. */
export interface CanonicalCommand {
  readonly sudo: boolean;
  readonly program: string;
  readonly sub: readonly string[];
  readonly flags: readonly string[];
  readonly args: readonly string[];
  readonly redirects: readonly { readonly op: string; readonly target: string }[];
}

/** The canonical form of one stage. */
export function canonicalCommand({ stage, reading }: LineStage): CanonicalCommand {
  const { sub, flags, args } = reading;
  const redirects =
    stage.redirects.length === 0
      ? NONE
      : stage.redirects.map(({ op, target }) => ({ op, target: target.shown }));
  return { sudo: stage.sudo, program: stage.program, sub, flags, args, redirects };
}

const NONE: CanonicalCommand['redirects'] = [];

/** The text of one canonical command. */
export function canonicalText(command: CanonicalCommand, sudo = command.sudo): string {
  const { program, sub, flags, args, redirects } = command;
  const words = sudo ? ['sudo', program] : [program];
  words.push(...sub, ...flags, ...args);
  if (redirects.length > 0) words.push(...redirectTexts(redirects));
  return words.join(' ');
}

/** Redirects as shown in derived views: `2>&1`, `> file`. */
export function redirectTexts(redirects: CanonicalCommand['redirects']): readonly string[] {
  return redirects.map(({ op, target }) => (op.endsWith('&') ? op + target : `${op} ${target}`));
}

/** One program as it was called, with data masked. */
export function calledText(
  { stage, reading }: LineStage,
  redirects: CanonicalCommand['redirects'],
): string {
  const words = stage.sudo ? ['sudo'] : [];
  stage.words.forEach((word, at) => {
    if (!reading.data.has(at)) words.push(at === 0 ? stage.name : word.shown);
    else if (words.at(-1) !== HIDDEN_DATA) words.push(HIDDEN_DATA);
  });
  if (redirects.length > 0) words.push(...redirectTexts(redirects));
  return words.join(' ');
}
