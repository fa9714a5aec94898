import { isInterpreter, isShell } from '../programs/interpreters';
import { runsOf } from '../programs/programRuns';
import { madeToken } from '../words/token';
import { savedBy } from './downloads';
import { optionValue } from './optionValue';
import { packedInto } from './packedFiles';
import type { Descriptors } from './redirects';
import { shellStage, stageOf, type Stage } from './stage';

/** The stages of one pipeline in order. */
export type Stages = readonly Stage[];

/** The pipelines that wrote each file, by its name. */
export type Written = Map<string, readonly Stages[]>;

/** The files that a stage writes. */
function filesOf(stage: Stage): readonly WrittenFile[] {
  const files = stage.redirects.flatMap(({ op, target }): WrittenFile[] => {
    if (!/^(?:1|&)?(?:>>?\|?|<>)$/.test(op)) return [];
    return [{ name: target.value, shown: target.shown, adds: op !== '>' && op !== '>|' }];
  });
  return [...files, ...namedFiles(stage)];
}

/**
 * The files that a stage writes other than by redirects: those of `tee` and `dd of=`, and saved
 * plans.
 */
export function namedFiles({ program, words }: Stage): readonly WrittenFile[] {
  if (!WRITERS.has(program) && !SAVED_PLANS.has(program)) return NO_FILES;
  const files: WrittenFile[] = [];
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
  const plan = SAVED_PLANS.get(program);
  const saved = plan === undefined ? undefined : optionValue(words, plan);
  if (saved !== undefined) files.push({ name: saved, shown: saved, adds: false });
  return files;
}

const NO_FILES: readonly WrittenFile[] = [];
const WRITERS: ReadonlySet<string> = new Set(['tee', 'sponge', 'dd']);

/** Programs that write only the file given by this option. */
const SAVED_PLANS: ReadonlyMap<string, RegExp> = new Map([
  ...['terraform', 'tofu', 'terragrunt'].map((name) => [name, /^--?out(?:=(.*))?$/] as const),
  ['pulumi', /^--save-plan(?:=(.*))?$/],
]);

/** A file that a command writes. */
export interface WrittenFile {
  readonly name: string;
  /** As shown in derived views. */
  readonly shown: string;
  /** Whether it appends. */
  readonly adds: boolean;
}

/** Notes which files a pipeline writes, and the new names of files written before. */
export function noteWritten(stages: Stages, written: Written): void {
  for (const [at, stage] of stages.entries()) {
    const files = [
      ...filesOf(stage),
      ...savedBy(stage).map((name) => ({ name, adds: false })),
      ...editedBy(stage),
      ...packedBy(stage),
    ];
    if (files.length > 0) {
      const own = stages.slice(0, at + 1);
      const pipelines = [...sourcesOf(own, written), own].slice(0, MAX_WRITERS);
      for (const { name, adds } of files) note(written, name, pipelines, adds);
    }
    moved(stage, written);
  }
}

/** Limits for the pipelines kept for one file, and for the stages of one. */
const MAX_WRITERS = 4;
const MAX_STAGES = 12;

function note(written: Written, name: string, pipelines: readonly Stages[], adds: boolean): void {
  const path = plainPath(name);
  const before = adds ? (written.get(path) ?? []) : [];
  written.set(path, [...before, ...pipelines].slice(-MAX_WRITERS));
}

/** `mv a b`, `cp a b`, `ln -s a b`: the pipelines that wrote `a` also wrote `b`. */
function moved({ program, words }: Stage, written: Written): void {
  if (written.size === 0 || !MOVERS.has(program)) return;
  const names = words.slice(1).filter(({ value }) => !value.startsWith('-'));
  const to = names.at(-1)?.value ?? '';
  for (const { value } of names.slice(0, -1)) {
    const pipelines = written.get(plainPath(value));
    if (pipelines === undefined) continue;
    written.set(plainPath(to), pipelines);
    const name = value.slice(value.lastIndexOf('/') + 1);
    written.set(plainPath(`${to.replace(/\/+$/, '')}/${name}`), pipelines);
  }
}

const MOVERS: ReadonlySet<string> = new Set(['mv', 'cp', 'ln', 'install', 'rsync', 'link']);

/** `sed -i` changes a file in place: the pipelines that wrote it still count. */
function editedBy({ program, words }: Stage): readonly { name: string; adds: boolean }[] {
  if (program !== 'sed' || !words.some(({ value }) => /^(?:-[a-zE]*i|--in-place)/.test(value))) {
    return [];
  }
  return words.slice(2).map(({ value }) => ({ name: value, adds: true }));
}

function packedBy(stage: Stage): readonly { name: string; adds: boolean }[] {
  const name = packedInto(stage);
  return name === undefined || name === '-' ? [] : [{ name, adds: false }];
}

/**
 * Pipelines that end with these stages, preceded by the pipelines that wrote the files which they
 * read.
 */
export function sourcesOf(stages: Stages, written: Written): readonly Stages[] {
  if (written.size === 0) return [];
  return stages
    .flatMap((stage, at) => {
      const rest = stages.slice(at);
      return readFiles(stage).flatMap((name) =>
        (written.get(plainPath(name)) ?? []).map((pipeline) => [...pipeline, ...rest]),
      );
    })
    .filter(({ length }) => length <= MAX_STAGES)
    .slice(0, MAX_WRITERS);
}

/** The files that a stage passes on to its output, or runs as its input. */
function readFiles({ program, words, redirects, runsInput }: Stage): readonly string[] {
  const given = redirects.flatMap(({ op, target }) => (READS.test(op) ? [target.value] : []));
  const passes = runsInput === undefined && (program === '' || FILE_PRINTERS.has(program));
  if (!passes) return given;
  const names = words.slice(1).filter(({ value }) => !value.startsWith('-'));
  return [...given, ...names.map(({ value }) => value.replace(/^(?:if=|@)/, ''))];
}

const READS = /^0?<>?$/;
/** Programs that print the contents of their file operands, possibly changed. */
const FILE_PRINTERS: ReadonlySet<string> = new Set(
  (
    'cat tac head tail tee sed awk gawk grep egrep tr cut sort uniq nl rev base64 gbase64 openssl xxd gunzip zcat gzip ' +
    'bunzip2 bzcat xz xzcat zstd zstdcat dd pv jq envsubst iconv dos2unix strings less more bat Get-Content'
  ).split(' '),
);

/** The pipelines that wrote a file, each followed by these stages. */
export function pipelinesTo(name: string, rest: Stages, written: Written): readonly Stages[] {
  const pipelines = written.get(plainPath(name)) ?? [];
  return pipelines.map((pipeline) => [...pipeline, ...rest]);
}

/** The pipelines that end in a program which runs a file that the command has written. */
export function runsWritten(
  stage: Stage,
  written: Written,
  descriptors: Descriptors,
): readonly Stages[] {
  if (written.size === 0) return [];
  const found = fileRunBy(stage);
  if (found === undefined) return [];
  const opened = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(found.name)?.[1];
  const name =
    (opened === undefined ? undefined : descriptors.get(opened)?.target.value) ?? found.name;
  return pipelinesTo(name, [found.reader], written);
}

interface Run {
  readonly name: string;
  readonly reader: Stage;
}

/** The file that a stage runs, and the stage that reads it. */
function fileRunBy(stage: Stage): Run | undefined {
  const { program, words, sudo } = stage;
  const own = OWN_FILES[runsOf(program)?.isClient === true ? 'psql' : program];
  if (own !== undefined) return own(stage);
  const sources = program === 'source' || program === '.';
  if (!isShell(program) && !isInterpreter(program) && !sources) {
    const name = words[0]?.value;
    return name === undefined ? undefined : { name, reader: shellStage('sh', sudo, stage) };
  }
  const name = words.slice(1).find(({ value }) => !/^[-+]/.test(value) && value !== 'run')?.value;
  const reader = shellStage(sources ? 'sh' : program, sudo, stage);
  return name === undefined ? undefined : { name, reader };
}

/** Programs with their own option or operand for the file that they run. */
const OWN_FILES: Readonly<Record<string, (stage: Stage) => Run | undefined>> = {
  __proto__: null as never,
  psql: (stage) => {
    const name = optionValue(stage.words, /^(?:-f|--file|--init|-init)(?:=(.*))?$/);
    return name === undefined
      ? undefined
      : { name, reader: stageOf(stage.words.slice(0, 1), stage, stage) };
  },
  pwsh: powershellFile,
  powershell: powershellFile,
  make: madeFrom,
  gmake: madeFrom,
  crontab: (stage) => {
    const name = operandOf(stage);
    return name === undefined ? undefined : { name, reader: withWords(stage, '-') };
  },
  at: timed,
  batch: timed,
};

function powershellFile(stage: Stage): Run | undefined {
  const name = optionValue(stage.words, /^[-/]f(?:ile?|i)?()$/i) ?? operandOf(stage);
  return name === undefined
    ? undefined
    : { name, reader: shellStage('Invoke-Expression', stage.sudo, stage) };
}

function madeFrom(stage: Stage): Run {
  const name = optionValue(stage.words, /^(?:-f|--file|--makefile)(?:=(.*))?$/) ?? 'Makefile';
  return { name, reader: withWords(stage, '-f', '-') };
}

function timed(stage: Stage): Run | undefined {
  const name = optionValue(stage.words, /^-f(?:=(.*))?$/);
  return name === undefined ? undefined : { name, reader: stage };
}

function operandOf({ words }: Stage): string | undefined {
  return words.slice(1).find(({ value }) => !value.startsWith('-'))?.value;
}

/** The same program with other words, so that it reads its input. */
function withWords(stage: Stage, ...values: readonly string[]): Stage {
  const given = values.map((value) => madeToken(value, stage.start, stage.end));
  return stageOf([...stage.words.slice(0, 1), ...given], stage, stage);
}

function plainPath(path: string): string {
  return path.replace(/^(?:\.\/)+/, '').replace(/\/{2,}/g, '/');
}
