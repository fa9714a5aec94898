import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MatchRule } from '../../src/matcher/matcher';

/** The time of the C++ engine for the same rules and commands. */
export interface Re2SetRun {
  /** Median CPU time per command with a warm cache, and in the first round. */
  readonly micros: number;
  readonly firstMicros: number;
  readonly matches: number;
}

/** Runs RE2::Set from C++ if g++ and libre2-dev are installed; undefined otherwise. */
export function re2Set(
  rules: readonly MatchRule[],
  commands: readonly string[],
): Re2SetRun | undefined {
  if (!existsSync('/usr/include/re2/set.h')) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-bench-'));
  try {
    const program = join(folder, 're2Set');
    const source = join(__dirname, 're2Set.cpp');
    const built = spawnSync('g++', ['-O2', '-std=c++17', source, '-o', program, '-lre2']);
    if (built.status !== 0) return undefined;
    const files = [join(folder, 'rules'), join(folder, 'commands')] as const;
    writeFileSync(files[0], rules.map((rule) => re2Pattern(rule)).join('\0'));
    writeFileSync(files[1], commands.join('\0'));
    const ran = spawnSync(program, files, { encoding: 'utf8' });
    if (ran.status !== 0) return undefined;
    const [micros = NaN, firstMicros = NaN, matches = NaN] = ran.stdout.split(' ').map(Number);
    return { micros, firstMicros, matches };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function re2Pattern({ pattern, effect }: MatchRule): string {
  return effect === 'deny' ? `(?is)${pattern.replace(/^\(\?i\)/, '')}` : pattern;
}
