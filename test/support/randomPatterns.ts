import { Rng } from '../../src/core/random';

/** Random patterns within the dialect and texts that may match them, from a seed. */
export class RandomPatterns {
  readonly #random: Rng;
  readonly #atoms: readonly string[];
  readonly #pieces: readonly string[];

  /**
   * `ascii` excludes characters that JavaScript and RE2 treat differently: see docs/matching.md.
   */
  constructor(seed: number, options: { readonly ascii?: boolean } = {}) {
    this.#random = new Rng(seed);
    const ascii = options.ascii === true;
    this.#atoms = ascii ? ATOMS : [...ATOMS, ...FOREIGN_ATOMS];
    this.#pieces = ascii ? PIECES : [...PIECES, ...FOREIGN_PIECES];
  }

  below(limit: number): number {
    return this.#random.below(limit);
  }

  pattern(depth = 4): string {
    const kind = this.below(depth <= 0 ? 5 : 12);
    if (kind < 5) return this.#pick(this.#atoms);
    if (kind < 9) return this.pattern(depth - 1) + this.pattern(depth - 1);
    if (kind < 10) return `(${this.pattern(depth - 1)}|${this.pattern(depth - 1)})`;
    return `(?:${this.pattern(depth - 1)})${this.#pick(REPEATS)}`;
  }

  text(): string {
    return Array.from({ length: this.below(10) }, () => this.#pick(this.#pieces)).join('');
  }

  #pick(from: readonly string[]): string {
    return from[this.below(from.length)] ?? '';
  }
}

const ATOMS = [
  ...[
    'a',
    'b',
    'A',
    'B',
    '-',
    ' ',
    '_',
    'rm',
    '-rf',
    'sudo',
    'curl',
    'Git ',
    '/etc/',
    '\\.',
    '\\|',
  ],
  ...['.', '\\w', '\\W', '\\d', '\\D', '\\s', '\\S', '\\s+', '.*', '\\b', '\\B', '^', '$', '\\n'],
  ...['[ab]', '[^a]', '[a-c]', '[^\\w]', '[\\w./-]', '[^|;&]', '[A-Z]', '[0-9a-f]', '\\x41'],
];
const FOREIGN_ATOMS = ['k', '\u212a', 's', '\u017f', 'é', 'É', '\u00a0', '[^é]', '[à-ý]', 'ß'];
const REPEATS = ['*', '+', '?', '{2}', '{0,2}', '{1,}', '{2,3}', '*?', '+?', '??'];
const PIECES = [
  ...['a', 'b', 'A', 'B', 'c', '-', ' ', ' ', '_', '1', '\n', '\t', '|', ';', '/', '.'],
  ...['rm', 'RM', '-rf', '-RF', 'sudo', 'curl', 'git ', 'GIT ', '/etc/', 'f0', 'x'],
];
const FOREIGN_PIECES = [
  ...['k', 'K', '\u212a', 's', 'S', '\u017f', 'é', 'É', 'ß', 'ẞ', 'ý'],
  ...['\u00a0', '\ufeff', '\v', '\r', '\u2028', '😀', '\ud83d', '\0', '\u0001', '\u0002', '\u0003'],
];
