import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { snapshotBytes } from '../../src/enforce/snapshotBytes';

const ROUNDS = 21;

/** CPU time of a guard process against a bare Node process: medians of pairs run in turn. */
export async function bench(argv: readonly string[]): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-bench-'));
  try {
    for (const count of [1000, 10_000]) {
      const rules = rulesFrom(argv, count);
      writeFileSync(
        join(folder, 'policy.snapshot'),
        snapshotBytes({ rules, version: 'v', seq: 1 }, 1),
      );
      figures[`guard.cpu_ratio_vs_node_${count}`] = ratio(folder);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return Promise.resolve(figures);
}

function ratio(folder: string): number {
  const input = JSON.stringify({
    tool_name: 'Bash',
    tool_input: { command: 'git status && npm test' },
  });
  const guardArgs = [resolve('dist/guard.cjs'), '--storage', folder, '--host', 'claude', 'pre'];
  const guard: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(cpuOf(['-e', '0'], ''));
    guard.push(cpuOf(guardArgs, input));
  }
  return median(guard) / median(bare);
}

/** Children that were waited for are counted by the system: the difference is this one's. */
function cpuOf(args: readonly string[], input: string): number {
  const before = childrenCpu();
  spawnSync(process.execPath, args, { input });
  return childrenCpu() - before;
}

/** Fields 16 and 17 of /proc/self/stat: clock ticks of finished children, user and system. */
function childrenCpu(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[13]) + Number(fields[14]);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function rulesFrom(argv: readonly string[], count: number) {
  const at = argv.indexOf('--rules');
  const file = at === -1 ? undefined : argv[at + 1];
  const given =
    file === undefined ? madeUp(count) : (JSON.parse(readFileSync(file, 'utf8')) as Rules);
  return given.slice(0, count).map((rule) => ({
    ...rule,
    addedBy: '',
    confidence: null,
    ts: '',
    mode: 'enforce' as const,
    reason: '',
  }));
}

type Rules = readonly { id: string; pattern: string; effect: 'allow' | 'deny' }[];

function madeUp(count: number): Rules {
  return Array.from({ length: count }, (_, at) => ({
    id: `r${at}`,
    pattern: `\\btool${at.toString(36)}\\s+remove\\b.*--all${at % 7}`,
    effect: 'deny' as const,
  }));
}
