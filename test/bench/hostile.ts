import type { MatchRule } from '../../src/matcher/matcher';
import { EVIL, evilText } from '../support/evilPatterns';
import type * as Shipped from './matchSubject';
import { cpuOf, rounded } from './measure';

/** Length of commands far over all limits. */
const LENGTH = 100_000;
const SHARED = 5000;

/** CPU milliseconds of the slowest answers to patterns and texts designed to be slow. */
export function hostileFigures(subject: typeof Shipped): Record<string, number> {
  const admitted = EVIL.filter(([pattern]) => subject.checkPattern(pattern) === undefined);
  const alone = admitted.map(([pattern, piece]) => answer(subject, [pattern], piece));
  const all = admitted.map(([pattern]) => pattern);
  const together = EVIL.map(([, piece]) => answer(subject, all, piece));
  const shared = Array.from(
    { length: SHARED },
    (_, at) => `shared.*[a-f]{${at % 70}}[g-p]{${at % 71}}!`,
  );
  const command = `${'shared x abcdef ghijklm '.repeat(650)}!`;
  return {
    'match.evil_patterns_refused': EVIL.length - admitted.length,
    'match.evil_cpu_ms_max': rounded(Math.max(...alone, ...together)),
    'match.shared_literal_cpu_ms': rounded(cpuOfAnswer(subject, shared, command)),
  };
}

function answer(subject: typeof Shipped, patterns: readonly string[], piece: string): number {
  return cpuOfAnswer(subject, patterns, evilText(piece, LENGTH));
}

/** A command that was not examined completely must not pass. */
function cpuOfAnswer(
  subject: typeof Shipped,
  patterns: readonly string[],
  command: string,
): number {
  const rules: readonly MatchRule[] = patterns.map((pattern, at) => ({
    id: String(at),
    pattern,
    effect: 'deny',
  }));
  const rest = { addedBy: '', confidence: null, ts: '', mode: 'enforce', reason: '' } as const;
  const full = rules.map((rule) => ({ ...rule, ...rest }));
  const policy = subject.compilePolicy({ rules: full, version: 'bench', seq: 1 });
  const evaluator = subject.createEvaluator(policy);
  let decision = '';
  const micros = cpuOf(() => ({ decision } = evaluator.evaluate(command)));
  if (decision !== 'ask' && decision !== 'deny')
    throw new Error(`A hostile command got "${decision}".`);
  return micros / 1000;
}

/** Commands as long as they are examined. */
const EXAMINED = 16_384;

/** Parts that a command, repeated, makes slow to read or to match. */
const PIECES = [
  ...['rm -rf $A/ ', 'dig $(a).b ', 'a=b; ', 'cat <(a) ', 'echo "${a:-b}" ', 'echo a > b; sh b; '],
  ...['x() { y; }; x; ', 'find . | xargs rm; ', '{a,b}', '$(', '( ', '"$(a "', '<<E\n', 'a=$a$a; '],
  ...[
    'sudo ',
    'xargs ',
    'firejail ',
    'bash -c ',
    'cmd /c rd C:\\a ',
    'ri -r C:\\a; ',
    'cd a; rm * ; ',
  ],
  ...['for a in b; do rm $a; done; ', "$'\\x41'", 'kill 1 ', 'aws ssm ', 'a | ', '../', '‹home› '],
];

/** CPU milliseconds of the slowest answer of a policy to 16 KB of such parts. */
export function slowestText(evaluate: (command: string) => unknown): number {
  const texts = PIECES.flatMap((piece) =>
    ['', ' rm -rf /'].map((tail) => {
      const buffer = EXAMINED - tail.length;
      return piece.repeat(Math.ceil(buffer / piece.length)).slice(0, buffer) + tail;
    }),
  );
  for (const text of texts) evaluate(text);
  const micros = texts.map((text) =>
    cpuOf(() => {
      evaluate(text);
    }),
  );
  return rounded(Math.max(...micros) / 1000);
}
