import { isInterpreter, SHELLS } from '../programs/interpreters';
import type { Stage } from './stage';

/** The stages that wrote a file, by the file's name. */
export type Written = Map<string, readonly Stage[]>;

/** The files that one stage writes: redirects, `tee`, `dd of=`, and what `curl` and `wget` save. */
export function filesOf({ program, words, redirects }: Stage): readonly WrittenFile[] {
  const files = redirects.flatMap(({ op, target }): WrittenFile[] => {
    if (!/^(?:1|&)?>>?\|?$/.test(op)) return [];
    return [{ name: target.value, shown: target.shown, adds: op.endsWith('>>') }];
  });
  const args = words.slice(1);
  if (program === 'tee' || program === 'sponge') {
    const adds = args.some(({ value }) => /^(?:-[a-z]*a|--append)/.test(value));
    const names = args.filter(({ value }) => !value.startsWith('-'));
    files.push(...names.map(({ value, shown }) => ({ name: value, shown, adds })));
  }
  if (program === 'dd') {
    const names = args.filter(({ value }) => value.startsWith('of='));
    files.push(
      ...names.map(({ value, shown }) => ({
        name: value.slice(3),
        shown: shown.slice(3),
        adds: false,
      })),
    );
  }
  return files;
}

/** A file that a command writes. */
export interface WrittenFile {
  readonly name: string;
  /** As it reads in a derived view. */
  readonly shown: string;
  /** Whether it keeps what was in the file. */
  readonly adds: boolean;
}

/** Notes which files a pipeline writes. */
export function noteWritten(stages: readonly Stage[], written: Written): void {
  for (const [at, stage] of stages.entries()) {
    const names = [...filesOf(stage).map(({ name }) => name), ...savedBy(stage)];
    for (const name of names) written.set(plainPath(name), stages.slice(0, at + 1));
  }
}

/** The stages that wrote the file which a stage runs, and the program that reads it. */
export function writersOf(
  stage: Stage,
  written: Written,
): { readonly stages: readonly Stage[]; readonly reader: string } | undefined {
  if (written.size === 0) return undefined;
  const { program, words } = stage;
  const runsFile = SHELLS.has(program) || isInterpreter(program) || /^(?:source|\.)$/.test(program);
  const script = runsFile ? words.slice(1).find(({ value }) => !/^[-+]/.test(value)) : words[0];
  const stages = script === undefined ? undefined : written.get(plainPath(script.value));
  const reader = runsFile && SHELLS.has(program) ? program : 'sh';
  return stages === undefined
    ? undefined
    : { stages, reader: isInterpreter(program) ? program : reader };
}

function savedBy({ program, words }: Stage): readonly string[] {
  const saver = SAVERS.get(program);
  if (saver === undefined) return [];
  const at = words.findIndex(({ value }) => saver.named.test(value));
  const named = at < 0 ? undefined : words[at + 1];
  if (named !== undefined) return [named.value];
  if (!words.some(({ value }) => saver.bySelf.test(value))) return [];
  const address = words.find(({ value }) => /^[a-z]+:\/\/|\.\w+\//.test(value));
  return /([^/?#]+)(?:[?#].*)?$/.exec(address?.value.slice(0, MAX_ADDRESS) ?? '')?.slice(1) ?? [];
}

const MAX_ADDRESS = 1024;

/** Programs that save what they fetch: the flag that names the file, and the word that lets its address name it. */
const SAVERS: ReadonlyMap<string, { readonly named: RegExp; readonly bySelf: RegExp }> = new Map([
  ['curl', { named: /^(?:-[A-Za-z]*o|--output)$/, bySelf: /^(?:-[A-Za-z]*O|--remote-name)/ }],
  ['wget', { named: /^(?:-[A-Za-z]*O|--output-document)$/, bySelf: /^wget$/ }],
]);

function plainPath(path: string): string {
  return path.replace(/^(?:\.\/)+/, '');
}
