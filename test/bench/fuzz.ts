/**
 * `npm run fuzz -- [--seconds N] [--seed N]`: random rules against random commands, the whole matcher against V8's
 * RegExp. Prints the seed; exits with 1 and the smallest finding of a batch when they differ.
 */
import { checkPattern } from '../../src/core/match/dialect';
import { createMatcher, type MatchRule } from '../../src/core/match/matcher';
import { RandomPatterns } from '../support/randomPatterns';
import { option } from './measure';

const RULES_AT_ONCE = 40;
const TEXTS_AT_ONCE = 50;

function main(argv: readonly string[]): number {
  const seconds = Number(option(argv, 'seconds') ?? 30);
  const seed = Number(option(argv, 'seed') ?? Date.now() % 1_000_000);
  const random = new RandomPatterns(seed);
  const end = Date.now() + seconds * 1000;
  let compared = 0;
  let matched = 0;
  while (Date.now() < end) {
    const rules = Array.from({ length: RULES_AT_ONCE }, (_, at) => aRule(random, at));
    const matcher = createMatcher(rules, { seed: random.below(2 ** 32) });
    const judges = rules.map((rule) => v8(rule));
    for (let round = 0; round < TEXTS_AT_ONCE; round += 1) {
      const text = random.text();
      const expected = judges.flatMap((judge, at) => (judge.test(text) ? [at] : []));
      const found = matcher.matchText(text);
      compared += RULES_AT_ONCE;
      matched += expected.length;
      if (found.join() !== expected.join()) return differs(seed, rules, text, expected, found);
    }
  }
  process.stdout.write(
    `fuzz: seed ${seed}, ${compared} comparisons, ${matched} matches, 0 differences\n`,
  );
  return 0;
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

function differs(
  seed: number,
  rules: readonly MatchRule[],
  text: string,
  expected: readonly number[],
  found: readonly number[],
): number {
  const wrong = rules.filter((_, at) => expected.includes(at) !== found.includes(at));
  const report = { seed, text, wrong, expected, found };
  process.stderr.write(`fuzz: a difference\n${JSON.stringify(report, null, 2)}\n`);
  return 1;
}

process.exitCode = main(process.argv.slice(2));
