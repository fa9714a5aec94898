/**
 * `npm run fuzz -- [--seconds N] [--seed N]`: compares the matcher with V8's RegExp on random rules and commands.
 * Prints the seed; if they differ, prints the smallest finding of a batch and exits with 1.
 */
import { checkPattern } from '../../src/matcher/dialect';
import { createMatcher, type MatchRule } from '../../src/matcher/matcher';
import { RandomPatterns } from '../support/randomPatterns';
import { option } from './measure';
import { v8Matches } from './timedRegExp';

const RULES_AT_ONCE = 40;
const TEXTS_AT_ONCE = 50;
/** Time limit for V8 for all rules and texts of a batch, and then for each rule alone. */
const V8_LIMIT_MS = 200;

function main(argv: readonly string[]): number {
  const seconds = Number(option(argv, 'seconds') ?? 30);
  const seed = Number(option(argv, 'seed') ?? Date.now() % 1_000_000);
  process.stdout.write(`fuzz: seed ${seed}\n`);
  const random = new RandomPatterns(seed);
  const end = Date.now() + seconds * 1000;
  const sum = { compared: 0, matched: 0, skipped: 0 };
  while (Date.now() < end) {
    const batch = aBatch(random);
    const judged = v8Matches(batch.rules.map(v8), batch.texts, V8_LIMIT_MS);
    for (const [at, text] of batch.texts.entries()) {
      const found = new Set(batch.matcher.matchText(text));
      const wrong = batch.rules.filter(
        (_, rule) => (judged[rule]?.[at] ?? found.has(rule)) !== found.has(rule),
      );
      if (wrong.length > 0) return differs(seed, text, wrong);
    }
    const answers = judged.flatMap((answer) => answer ?? []);
    sum.compared += answers.length;
    sum.matched += answers.filter(Boolean).length;
    sum.skipped += judged.filter((answer) => answer === undefined).length;
  }
  process.stdout.write(
    `fuzz: seed ${seed}, ${sum.compared} comparisons, ${sum.matched} matches, 0 differences; ` +
      `${sum.skipped} rules were too slow for V8\n`,
  );
  return 0;
}

function aBatch(random: RandomPatterns) {
  const rules = Array.from({ length: RULES_AT_ONCE }, (_, at) => aRule(random, at));
  const matcher = createMatcher(rules, { seed: random.below(2 ** 32) });
  return { rules, matcher, texts: Array.from({ length: TEXTS_AT_ONCE }, () => random.text()) };
}

function aRule(random: RandomPatterns, at: number): MatchRule {
  const effect = random.below(2) === 0 ? 'deny' : 'allow';
  const flag = random.below(4) === 0 ? '(?i)' : '';
  for (;;) {
    const pattern = flag + random.pattern();
    if (checkPattern(pattern) === undefined) return { id: String(at), pattern, effect };
  }
}

function v8({ pattern, effect }: MatchRule): RegExp {
  const ignoring = effect === 'deny' || pattern.startsWith('(?i)');
  const flags = `${ignoring ? 'i' : ''}${effect === 'deny' ? 's' : ''}`;
  return new RegExp(pattern.replace(/^\(\?i\)/, ''), flags);
}

function differs(seed: number, text: string, wrong: readonly MatchRule[]): number {
  process.stderr.write(`fuzz: a difference\n${JSON.stringify({ seed, text, wrong }, null, 2)}\n`);
  return 1;
}

process.exitCode = main(process.argv.slice(2));
