import { isInterpreter } from '../programs/interpreters';
import { runsOf } from '../programs/programRuns';
import { madeToken, type Token } from '../words/token';
import { makes, scripts } from './builds';
import { socat, startStop } from './daemons';
import { escapedText } from './code';
import { gitRuns } from './gitRuns';
import { restOf, skipOptions, textOf, type Nested, type Split } from './nested';
import { cmd, expression, powershell, startProcess } from './windows';
import { interpreter } from './scripts';
import { terminal } from './terminals';

type Runner = (words: readonly Token[], sudo: boolean) => Split;

/**
 * How a program runs the text or words that it is given, if it does; found by its name in any
 * version and case.
 */
export function runnerOf(program: string): Runner | undefined {
  // On a case-insensitive file system, `BASH` is bash.
  return runnerNamed(program) ?? runnerNamed(program.toLowerCase());
}

function runnerNamed(program: string): Runner | undefined {
  const name = runsOf(program)?.by ?? (isInterpreter(program) ? 'code' : '');
  return RUNNERS.get(name);
}

/** By the name in `@by:name`. */
const RUNNERS: ReadonlyMap<string, Runner> = new Map<string, Runner>([
  ['alias', aliases],
  ['awk', awk],
  ['cmd', cmd],
  ['code', interpreter],
  ['container', container],
  ['daemon', startStop],
  ['dashes', afterDashes],
  ['escapes', escapes],
  ['eval', evaluate],
  ['expression', expression],
  ['find', clauses],
  ['flock', flock],
  ['git', gitRuns],
  ['make', makes],
  ['powershell', powershell],
  ['process', startProcess],
  ['script', (words, sudo) => flagged(words, sudo)],
  ['scripts', scripts],
  ['sed', sed],
  ['shell', shell],
  ['socat', socat],
  ['su', (words) => flagged(words, true)],
  ['tmux', terminal],
  ['trap', trap],
]);

function evaluate(words: readonly Token[], sudo: boolean): Split {
  const nested = restOf(words, words[1]?.value === '--' ? 2 : 1, sudo);
  return { words: words.slice(0, 1), nested };
}

function trap(words: readonly Token[], sudo: boolean): Split {
  const at = words[1]?.value === '--' ? 2 : 1;
  return { words, nested: words.slice(at, at + 1).map((word) => textOf([word], sudo)) };
}

/** `bash -lc 'text' name` keeps `bash -lc` and runs the text. */
function shell(words: readonly Token[], sudo: boolean): Split {
  const operand = shellOperand(words);
  const flag = words.findIndex(
    (word, at) => at > 0 && at < operand && COMMAND_FLAG.test(word.value),
  );
  const attached = /^--command=(.*)$/s.exec(words[flag]?.value ?? '')?.[1];
  if (attached !== undefined) {
    return { words, nested: [{ type: 'text', text: attached, from: undefined, sudo }] };
  }
  const text = words[operand];
  if (flag < 0 || text === undefined) return { words, nested: [] };
  const args = words.slice(operand + 2, operand + 2 + MAX_ARGUMENTS).map((word) => word.value);
  return {
    words: words.slice(0, operand),
    nested: [{ type: 'text', text: text.value, from: text, sudo, args }],
  };
}

const MAX_ARGUMENTS = 512;
const COMMAND_FLAG = /^(?:-[A-Za-z]*c[A-Za-z]*|--command(?:=.*)?|--commands)$/s;

/** The index of a shell's script or command text. Options may also begin with a plus. */
function shellOperand(words: readonly Token[]): number {
  let at = skipOptions(words, 1, { short: 'oO', long: ['--rcfile', '--init-file'] });
  while (/^\+[A-Za-z]+$/.test(words[at]?.value ?? '')) {
    at = skipOptions(words, at + (/o$/i.test(words[at]?.value ?? '') ? 2 : 1), { short: 'oO' });
  }
  return at;
}

function awk(words: readonly Token[], sudo: boolean): Split {
  const nested = words.slice(1).flatMap((word): Nested[] => {
    if (!/\bsystem\s*\(|"\s*\||\|&?\s*"/.test(word.value)) return [];
    return [{ type: 'code', text: word.value, from: word, sudo }];
  });
  // The program may pass the value of `-v c='text'` to a shell.
  const values = words.slice(1).flatMap(({ value }): Nested[] => {
    const text = nested.length === 0 ? undefined : /^(?:-v)?\w+=(.*)$/s.exec(value)?.[1];
    return text === undefined || !/\s/.test(text)
      ? []
      : [{ type: 'text', text, from: undefined, sudo, speculative: true }];
  });
  return { words, nested: [...nested, ...values] };
}

/** `alias x='text'`: the text may run later. */
function aliases(words: readonly Token[], sudo: boolean): Split {
  const nested = words.slice(1).flatMap(({ value }): Nested[] => {
    const text = /^[^=\s]+=(.*)$/s.exec(value)?.[1];
    return text === undefined ? [] : [{ type: 'text', text, from: undefined, sudo }];
  });
  return { words, nested };
}

/** The `e` command and the `e` flag of `sed` run text. */
function sed(words: readonly Token[], sudo: boolean): Split {
  const nested = words.slice(1).flatMap(({ value }): Nested[] => {
    const script = value.slice(0, MAX_SCRIPT);
    const command = SED_RUNS.exec(script)?.[1] ?? SED_FLAG.exec(script)?.[2];
    return command === undefined ? [] : [{ type: 'text', text: command, from: undefined, sudo }];
  });
  return { words, nested };
}

const MAX_SCRIPT = 1024;
const SED_RUNS = /(?:^|[;{}\n!])\s*(?:\d+|\$|\/[^/\n]*\/)?\s*e\s+([^\n]+)/;
const SED_FLAG =
  /^\s*(?:\d+|\/[^/\n]*\/)?\s*s([/|#,!@])(?:(?!\1).)*\1((?:(?!\1).)*)\1[gpimIM\d]*e/s;

/** Words with shell text after an escape character. */
function escapes(words: readonly Token[], sudo: boolean): Split {
  const nested = words.slice(1).flatMap(({ value }): Nested[] => {
    const bare = value.replace(/^--?\w[\w-]*=/, '');
    if (/\b(?:system|termopen)\s*\(/.test(bare)) {
      return [{ type: 'code', text: bare, from: undefined, sudo }];
    }
    const text = escapedText(bare);
    return text === undefined ? [] : [{ type: 'text', text, from: undefined, sudo }];
  });
  return { words, nested };
}

/** `su -lc 'text'`: the value of an option is shell text. */
function flagged(words: readonly Token[], sudo: boolean): Split {
  const flag = words.findIndex((word, at) => at > 0 && TEXT_FLAG.test(word.value));
  const text = words[flag + 1];
  if (flag < 0 || text === undefined) return { words, nested: [] };
  return {
    words: [...words.slice(0, flag + 1), ...words.slice(flag + 2)],
    nested: [textOf([text], sudo)],
  };
}

const TEXT_FLAG = /^(?:-[a-z]*c|--command|--session-command)$/;

/** `flock FILE -c 'text'` or `flock FILE command words`. */
function flock(words: readonly Token[], sudo: boolean): Split {
  const file = skipOptions(words, 1, { short: 'wE', long: ['--timeout', '--conflict-exit-code'] });
  if (/^(?:-c|--command)$/.test(words[file + 1]?.value ?? '')) return flagged(words, sudo);
  const inner = words.slice(file + 1);
  const nested: Nested[] = inner.length === 0 ? [] : [{ type: 'words', words: inner, sudo }];
  return { words: words.slice(0, file + 1), nested };
}

/** Every `-exec … ;` of `find`; the words stay unchanged. */
function clauses(words: readonly Token[], sudo: boolean): Split {
  const nested: Nested[] = [];
  let from = -1;
  const close = (at: number): void => {
    if (from > 0 && at > from) nested.push({ type: 'words', words: words.slice(from, at), sudo });
    from = -1;
  };
  words.forEach((word, at) => {
    if (from < 0 && EXEC.has(word.value)) from = at + 1;
    else if (word.value === ';' || (word.value === '+' && words[at - 1]?.value === '{}')) close(at);
  });
  close(words.length);
  return { words, nested };
}

const EXEC: ReadonlySet<string> = new Set(
  '-exec -execdir -ok -okdir -x -X --exec --exec-batch'.split(' '),
);

/** `docker exec -it NAME command` and `docker run IMAGE command`. */
function container(words: readonly Token[], sudo: boolean): Split {
  const verb = words.findIndex((word, at) => at > 0 && at < 9 && /^(?:exec|run)$/.test(word.value));
  if (verb < 0) return { words, nested: [] };
  const name = skipOptions(words, verb + 1, CONTAINER_OPTIONS);
  const entry = entryPoint(words, verb, name);
  const inner = [...entry, ...words.slice(name + 1)];
  if (inner.length === 0) return { words, nested: [] };
  return { words: words.slice(0, name + 1), nested: [{ type: 'words', words: inner, sudo }] };
}

/** The program that replaces the entry point of the image. */
function entryPoint(words: readonly Token[], from: number, to: number): readonly Token[] {
  const at = words.findIndex(({ value }, place) => {
    return place > from && place < to && /^--entrypoint(?:=|$)/.test(value);
  });
  const flag = words[at];
  const value = words[at + 1];
  if (flag === undefined) return [];
  if (!flag.value.includes('=')) return value === undefined ? [] : [value];
  return [madeToken(flag.value.slice('--entrypoint='.length), flag.start, flag.end)];
}

const CONTAINER_OPTIONS = {
  short: 'euwvphlma',
  long: (
    '--env --user --workdir --volume --publish --name --hostname --label --network --entrypoint --mount --memory --cpus ' +
    '--env-file --platform --add-host --device --cap-add --cap-drop --restart --gpus --ipc --pid --tmpfs --ulimit'
  ).split(' '),
};

/** `kubectl exec POD -- command`. */
function afterDashes(words: readonly Token[], sudo: boolean): Split {
  const at = words.findIndex((word) => word.value === '--');
  const inner = at < 0 ? [] : words.slice(at + 1);
  if (inner.length === 0 || !words.some((word) => /^(?:exec|run|debug)$/.test(word.value))) {
    return { words, nested: [] };
  }
  return { words: words.slice(0, at), nested: [{ type: 'words', words: inner, sudo }] };
}
