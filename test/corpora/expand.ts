import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Rng } from '../../src/core/random';
import { SLOTS } from './slots';

/** One command of a corpus. */
export interface CorpusRow {
  readonly command: string;
  /** The heading in the file: the kind of chain, the danger, or the action. */
  readonly group: string;
  readonly template: string;
}

/** The corpora. Each consists of `first/NAME.txt`, written before the rules, and `more/NAME.txt`, written with them. */
export type CorpusName = 'everyday' | 'dangers' | 'carriers' | 'spellings' | 'inert';

interface Template {
  readonly group: string;
  readonly text: string;
}

const SEED = 12;
const CHAINS_PER_TEMPLATE = 4;
const CARRIERS_PER_DANGER = 16;
const SPELLINGS_PER_TEMPLATE = 10;

/** Everyday chains of commands, all harmless. */
export function everydayChains(): readonly CorpusRow[] {
  return filled('everyday', CHAINS_PER_TEMPLATE);
}

/** Other spellings of the same actions: quoting, paths, working directory, variables, options, shells. */
export function otherSpellings(): readonly CorpusRow[] {
  return filled('spellings', SPELLINGS_PER_TEMPLATE);
}

/** Help, dry runs and read-only modes of commands that starter rules stop. */
export function inertCommands(): readonly CorpusRow[] {
  return filled('inert', 1).filter(({ command }) => !NOT_INERT.has(command));
}

/** Assumed to be dry runs when the list was written; systemctl(1) has one only for `poweroff` and similar commands. */
const NOT_INERT: ReadonlySet<string> = new Set(['systemctl stop web --dry-run']);

/** Dangerous commands by themselves. */
export function plainDangers(): readonly CorpusRow[] {
  return filled('dangers', 1);
}

/** Dangerous commands inside wrappers, lists, loops, shells, interpreters and encodings. */
export function dangersInCarriers(): readonly CorpusRow[] {
  // Uses the carriers in turn, so that all are used equally.
  const waiting = shuffled(templates('carriers'), new Rng(SEED));
  const rows: CorpusRow[] = [];
  for (const { command, group } of plainDangers()) {
    const single = isOne(command);
    for (let count = 0; count < CARRIERS_PER_DANGER; count += 1) {
      const at = waiting.findIndex((one) => single || !one.group.startsWith('wrappers'));
      const [carrier] = waiting.splice(at, 1);
      if (carrier === undefined) continue;
      waiting.push(carrier);
      const template = carrier.text.replaceAll('\n', '\\n');
      rows.push({ command: carried(carrier.text, command), group, template });
    }
  }
  return distinct(rows);
}

/**
 * Commands that are not used by any other test: `dangers` and `harmless` were written without knowledge of the rules;
 * the later, third, fourth and fifth ones each after the rules were changed because of those before.
 */
export function blindCommands(
  name:
    | 'dangers'
    | 'harmless'
    | 'laterDangers'
    | 'laterHarmless'
    | 'thirdDangers'
    | 'thirdHarmless'
    | 'fourthDangers'
    | 'fourthHarmless'
    | 'fifthDangers'
    | 'fifthHarmless'
    | 'ownFiles'
    | 'ownFilesHarmless'
    | 'laterOwnFiles'
    | 'thirdOwnFiles'
    | 'fourthOwnFiles'
    | 'fourthOwnFilesHarmless'
    | 'fifthOwnFiles'
    | 'fifthOwnFilesHarmless',
): readonly CorpusRow[] {
  return templatesIn(`blind/${name}.txt`).map(({ group, text }) => ({
    command: text,
    group,
    template: text,
  }));
}

/** The templates of a corpus. `\n` in them is a line break; headings in the file start with `# `. */
export function templates(name: CorpusName): readonly Template[] {
  return ['first', 'more'].flatMap((half) => templatesIn(`${half}/${name}.txt`));
}

function templatesIn(file: string): readonly Template[] {
  let group = '';
  return readFileSync(join(__dirname, file), 'utf8')
    .split('\n')
    .flatMap((line) => {
      if (line === '') return [];
      if (!line.startsWith('# ')) return [{ group, text: line.replaceAll('\\n', '\n') }];
      group = line.slice(2);
      return [];
    });
}

function filled(name: CorpusName, perTemplate: number): readonly CorpusRow[] {
  const rng = new Rng(SEED);
  const rows = templates(name).flatMap(({ group, text }) =>
    Array.from({ length: /«/.test(text) ? perTemplate : 1 }, () => ({
      command: fill(text, rng),
      group,
      template: text.replaceAll('\n', '\\n'),
    })),
  );
  return distinct(rows);
}

/** A slot has the same value throughout a command. */
function fill(text: string, rng: Rng): string {
  const chosen = new Map<string, string>();
  return text.replace(/«(\w+)»/g, (_, name: string) => {
    const choices = SLOTS[name];
    if (choices === undefined) throw new Error(`No slot is named ${name}.`);
    const filling = chosen.get(name) ?? choices[rng.below(choices.length)] ?? '';
    chosen.set(name, filling);
    return filling;
  });
}

/** The command in a carrier, quoted as required by its position. */
export function carried(carrier: string, command: string): string {
  return carrier.replace(/«(raw|sq|dq|b64|u16|py|pysq)»/g, (_, place: string) => {
    if (place === 'sq') return singleQuoted(command);
    if (place === 'dq') return command.replace(/[\\"$`]/g, '\\$&');
    if (place === 'b64') return Buffer.from(command).toString('base64');
    // The format of encoded commands in PowerShell.
    if (place === 'u16') return Buffer.from(command, 'utf16le').toString('base64');
    if (place === 'py') return JSON.stringify(command);
    // A string of Python, Perl, Ruby and JavaScript inside single quotes of the shell.
    if (place === 'pysq') return singleQuoted(JSON.stringify(command));
    return command;
  });
}

const singleQuoted = (text: string): string => text.replaceAll("'", `'\\''`);

/** Whether a wrapper before it would wrap the whole command. */
function isOne(command: string): boolean {
  const bare = command.replace(/'[^']*'|"[^"]*"/g, '_');
  return !/[|;&<>\n`]|\$\(|^\w+=|^(?:cd|export|unset|history|eval|source|:\()/.test(bare);
}

function shuffled<T>(items: readonly T[], rng: Rng): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(rng.below(left.length), 1));
}

function distinct(rows: readonly CorpusRow[]): readonly CorpusRow[] {
  const seen = new Map<string, CorpusRow>();
  for (const row of rows) if (!seen.has(row.command)) seen.set(row.command, row);
  return [...seen.values()];
}
