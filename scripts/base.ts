/**
 * Writes assets/base.txt.gz, the labelled commands for the bundled model: the examples of the starter rules, the
 * everyday commands, those of base.grammar.txt, and mixtures of them. The same inputs give the same bytes.
 *   npx tsx scripts/base.ts                              omits the commands listed in base.leftOut.txt
 *   npx tsx scripts/base.ts --evaluation ../shared/data  first lists commands there that have a template of a row in it
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sha256Hex } from '../src/core/hash';
import { Rng } from '../src/core/random';
import { backgroundLines } from '../src/ml/worker/background';
import { starterRules } from '../src/ml/rules/starter/starterCategories';
import { useShippedTable } from '../test/support/programTable';
import { evaluationTemplates, maskedTemplates } from '../test/support/evaluationTemplates';
import { linesOfRule } from './grammar';

type BaseLabel = 'safe' | 'unsafe';
type Base = Map<string, BaseLabel>;

const SEED = 15;
const LEFT_OUT = join(__dirname, 'base.leftOut.txt');
/** Every n-th command is also used in a mixture. */
const UNSAFE_MIXED = 2;
const SAFE_MIXED = 6;

/** Ways to run a command; `@` is the command, `%` an everyday command. */
const MIXTURES = [
  ...['% && @', '% ; @', '% && @ && %', '@ 2>&1 | tail -5', 'cd app && @', '@ || true', '(@)'],
  ...["bash -c '@'", "sh -c '@'", 'sudo @', 'timeout 60 @', 'nohup @ &', 'if true; then @; fi'],
];

function main(argv: readonly string[]): void {
  useShippedTable();
  const all = mixed(plainCommands());
  const evaluation = argv[0] === '--evaluation' ? argv[1] : undefined;
  if (evaluation !== undefined) writeLeftOut(all, evaluation);
  const leftOut = new Set(readFileSync(LEFT_OUT, 'utf8').split('\n'));
  const kept = [...all].filter(([command]) => !leftOut.has(shortHash(command)));
  const lines = kept.map(([command, label]) => `${label === 'unsafe' ? 1 : 0} ${lineOf(command)}`);
  writeFileSync(
    join(__dirname, '..', 'assets', 'base.txt.gz'),
    gzipSync(`${lines.sort().join('\n')}\n`, { level: 9 }),
  );
  const unsafe = kept.filter(([, label]) => label === 'unsafe').length;
  process.stdout.write(`${kept.length} commands, ${unsafe} of them unsafe\n`);
}

function plainCommands(): Base {
  const base: Base = new Map();
  const background = gunzipSync(readFileSync(join(__dirname, '..', 'assets', 'background.txt.gz')));
  for (const line of backgroundLines(background.toString('utf8'))) base.set(line, 'safe');
  const sections = readFileSync(join(__dirname, 'base.grammar.txt'), 'utf8')
    .split(/^== /m)
    .slice(1);
  for (const label of ['safe', 'unsafe'] as const) {
    for (const section of sections.filter((text) => text.startsWith(`${label} `))) {
      for (const line of linesOfSection(section)) base.set(line, label);
    }
    for (const rule of starterRules()) {
      for (const command of label === 'safe' ? rule.not_match : rule.match)
        base.set(command, label);
    }
  }
  return base;
}

function linesOfSection(section: string): readonly string[] {
  return [...section.matchAll(/^(\d+): (.*)$/gm)].flatMap(([, least, rule]) =>
    linesOfRule(rule ?? '', Number(least), new Rng(SEED)).map(lineBreaks),
  );
}

/** `@PIPE` and `@AMP` stand for characters that separate alternatives in a grammar. */
function lineBreaks(line: string): string {
  return line.replaceAll('@PIPE', '|').replaceAll('@AMP', '&').replaceAll('␤', '\n');
}

function mixed(plain: Base): Base {
  const rng = new Rng(SEED);
  const all: Base = new Map(plain);
  const everyday = [...plain].flatMap(([command, label]) =>
    label === 'safe' && command.length < 80 && !/[\n#]|<</.test(command) ? [command] : [],
  );
  const some = (): string => everyday[rng.below(everyday.length)] ?? 'true';
  for (const [command, label] of plain) {
    if (rng.below(label === 'unsafe' ? UNSAFE_MIXED : SAFE_MIXED) > 0) continue;
    const form = MIXTURES[rng.below(MIXTURES.length)] ?? '@';
    if (form.includes("'") && /['\n]/.test(command)) continue;
    if (
      /^(?:sudo|timeout|nohup)/.test(form) &&
      /[|;&<>\n]|\$\(|^\w+=|^(?:cd|export|unset|history|source|eval|exec|for|while)\b/.test(command)
    )
      continue;
    if (/<<|^\./.test(command) || (label === 'safe' && form === 'sudo @')) continue;
    const text = form.replace(/[@%]/g, (sign) => (sign === '@' ? command : some()));
    if (!all.has(text)) all.set(text, label);
  }
  return all;
}

/** Hashes, so that the list does not reveal rows of the evaluation files. */
function writeLeftOut(all: Base, folder: string): void {
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
  const templates = evaluationTemplates(folder);
  const hashes = [...all.keys()]
    .filter((command) => maskedTemplates(command).some((one) => templates.has(one)))
    .map(shortHash);
  writeFileSync(LEFT_OUT, `${hashes.sort().join('\n')}\n`);
}

function shortHash(command: string): string {
  return sha256Hex(command).slice(0, 8);
}

function lineOf(command: string): string {
  return command.replaceAll('\n', '␤');
}

main(process.argv.slice(2));
