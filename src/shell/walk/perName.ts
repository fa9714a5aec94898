import type { Token } from '../words/token';
import { madeToken } from '../words/token';
import { printed } from '../words/printedText';
import { PER_NAME } from '../stages/innerStage';
import { stageOf, type Stage } from '../stages/stage';
import type { Stages } from '../stages/writtenFiles';

/**
 * What `xargs` and similar programs run if the names that they read are known: `echo /etc | xargs
 * rm -rf`.
 */
export function perName(stages: Stages, at: number): Stage | undefined {
  const stage = stages[at];
  if (stage === undefined || !PER_NAME.has(stage.program)) return undefined;
  const run = stage.nested.find(({ type }) => type === 'words');
  if (run?.type !== 'words') return undefined;
  const names = namesFor(stage, at === 1 ? stages[0] : undefined);
  if (names.length === 0) return undefined;
  const given = names.map((name) => madeToken(name, stage.start, stage.end));
  return stageOf(placed(run.words, given, markOf(stage)), stage, stage, [], [], true);
}

const MAX_NAMES = 512;

function namesFor({ documents, redirects }: Stage, before: Stage | undefined): readonly string[] {
  const [document] = documents;
  const text =
    document?.body.text ??
    redirects.find(({ op }) => op.endsWith('<<<'))?.target.value ??
    (before === undefined ? '' : printedNames(before));
  return text
    .split(/[\s\0]+/)
    .filter((name) => name !== '')
    .slice(0, MAX_NAMES);
}

function printedNames({ program, words }: Stage): string {
  const values = words.map(({ value }) => value);
  if (program === 'echo' || program === 'printf') return printed([program, ...values.slice(1)]);
  const isList = program === 'ls' && values.some((value) => /^-[a-zA-Z]*d/.test(value));
  return isList
    ? values
        .slice(1)
        .filter((value) => !value.startsWith('-'))
        .join('\n')
    : '';
}

/** The placeholder in the command that is replaced by a name. */
function markOf({ words }: Stage): string {
  const at = words.findIndex(({ value }) => /^-I/.test(value));
  const value = words[at]?.value ?? '';
  if (value === '') return '{}';
  return value === '-I' ? (words[at + 1]?.value ?? '{}') : value.slice(2);
}

function placed(words: readonly Token[], given: readonly Token[], mark: string): readonly Token[] {
  const marked = words.some(({ value }) => value === mark);
  if (!marked) return [...words, ...given];
  return words.flatMap((word) => (word.value === mark ? given : [word]));
}
