import { existsSync, readFileSync } from 'node:fs';
import type { MatchRule } from '../../src/matcher/matcher';
import { option } from './measure';

export interface Workload {
  readonly rules: readonly MatchRule[];
  readonly commands: readonly string[];
}

/**
 * Rules and commands from the files named in `argv` (`--rules`, `--commands`), otherwise generated from a fixed seed.
 */
export function workload(argv: readonly string[]): Workload {
  const random = new Words(4711);
  return {
    rules:
      (listIn(option(argv, 'rules')) as readonly MatchRule[] | undefined) ??
      times(10_000, (at) => random.rule(at)),
    commands:
      (listIn(option(argv, 'commands')) as readonly string[] | undefined) ??
      times(2000, () => random.command()),
  };
}

function listIn(path: string | undefined): unknown {
  if (path === undefined) return undefined;
  if (!existsSync(path)) throw new Error(`There is no file ${path}.`);
  return JSON.parse(readFileSync(path, 'utf8'));
}

function times<T>(count: number, make: (at: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

const TOOLS = [
  'docker rm',
  'kubectl delete',
  'git push',
  'npm run',
  'helm install',
  'aws s3',
  'gh pr',
];
const PARTS = [
  ...['audit', 'edge', 'media', 'cron', 'auth', 'graph', 'billing', 'geo', 'search', 'token'],
  ...['core', 'store', 'worker', 'proxy', 'bench', 'client', 'hub', 'flow', 'sink', 'agent'],
  ...['dev', 'prod', 'eu', 'us', 'staging', 'v2', 'v3', 'backup', 'mirror', 'canary'],
];
const FOLDERS = ['src', 'tests', 'scripts', 'packages', 'infra', 'docs', 'build'];
const FLAGS = ['all', 'force', 'prune', 'tags', 'dry-run', 'verbose', 'delete'];

/** A separate random generator, so that the workload never changes. */
class Words {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  rule(at: number): MatchRule {
    const [head, tail] = this.#pick(TOOLS).split(' ');
    const name = this.#name();
    const file = `${this.#pick(FOLDERS)}/${name}`;
    const pattern = this.#pick([
      `^${head}\\s+${tail}\\s+${name}\\b`,
      `\\b${head}\\s+${tail}\\b.*${name}.*\\s--${this.#pick(FLAGS)}(=|\\s|$)`,
      `\\brm\\s+(-[a-zA-Z]+\\s+)*(\\./)?${file}(/|\\s|$)`,
      `\\b(cat|less|head|tail)\\s+[^|;&]*${file}\\.ts\\b`,
      `\\b(curl|wget)\\b.*https?://([\\w-]+\\.)*${name}\\.io\\b`,
      `^(npm|pnpm|yarn)\\s+run\\s+${name}(:[\\w-]+)?$`,
      at % 40 === 0 ? `\\b[0-9a-f]{${20 + (at % 61)}}\\b` : `^${head}\\s+${tail}\\s+--${name}$`,
    ]);
    return { id: `r${at}`, pattern, effect: this.#below(5) < 2 ? 'deny' : 'allow' };
  }

  command(): string {
    const parts = Array.from({ length: 1 + this.#below(4) }, () => this.#simple());
    return parts.join(this.#pick([' && ', '; ', ' | ', '\n']));
  }

  #simple(): string {
    const file = `${this.#pick(FOLDERS)}/${this.#name()}`;
    return this.#pick([
      `${this.#pick(TOOLS)} ${this.#name()} --${this.#pick(FLAGS)}`,
      `rm -rf ./${file}`,
      `cat ${file}.ts | head -${this.#below(90)}`,
      `curl -sSL https://www.${this.#name()}.io/v1/health -H "Accept: application/json"`,
      `git commit -m "${this.#name()} ${this.#name()} ${this.#name()}"`,
      `npm run ${this.#name()}`,
      `echo ${this.#below(2 ** 31)
        .toString(16)
        .repeat(this.#below(8))}`,
    ]);
  }

  #name(): string {
    return `${this.#pick(PARTS)}-${this.#pick(PARTS)}-${this.#pick(PARTS)}`;
  }

  #below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  #pick(from: readonly string[]): string {
    return from[this.#below(from.length)] ?? '';
  }
}
