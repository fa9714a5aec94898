import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MatchRule } from '../../src/matcher/matcher';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { installGuard } from '../support/installedGuard';
import { middleMean, option, rounded, timedProcess, type TimedProcess } from './measure';
import { ccSafetyNetHook } from './peerGuard';
import { workload } from './workload';

const RULES = 1000;
/** Longer than the clock resolution of the file system, so that a guard treats the policy as settled. Milliseconds. */
const SETTLE_MS = 200;

/** A process that a host starts for a tool call; `input` depends on the command or file of the round. */
interface Subject {
  readonly name: string;
  readonly command: readonly string[];
  readonly input: (text: string) => string;
}

/**
 * The cost of hooks for a host: CPU and wall time of the guard before a command (`pre`) and before a file tool
 * (`files`), of a bare Node process and of cc-safety-net's hook, alternating in one run with another command each
 * round. Each figure is the interquartile mean. `--rounds N` sets the number of rounds; without network, cc-safety-net
 * is omitted.
 */
export async function bench(argv: readonly string[]): Promise<Record<string, number>> {
  const { rules, commands } = workload(argv);
  const rounds = Number(option(argv, 'rounds') ?? 100);
  const storage = mkdtempSync(join(tmpdir(), 'rulewright-bench-'));
  try {
    publish(storage, rules.slice(0, RULES));
    const subjects = subjectsFor(storage);
    // Creates the code cache; the first guard afterwards verifies the policy.
    for (let turn = 0; turn < 2; turn += 1) {
      for (const { name, command, input } of subjects) {
        const compile = turn === 0 && name === 'pre' ? ['--compile'] : [];
        timedProcess([...command, ...compile], input('ls'));
      }
      await new Promise((done) => setTimeout(done, SETTLE_MS));
    }
    expectDecisions(subjects, storage);
    return figuresOf(subjects, inTurn(subjects, commands, rounds));
  } finally {
    rmSync(storage, { recursive: true, force: true });
  }
}

function subjectsFor(storage: string): readonly Subject[] {
  const guard = [installGuard(join(storage, 'bin')), '--storage', storage, '--host', 'claude'];
  const ofCommand = (command: string): string => toolCall('Bash', { command });
  const ofFile = (name: string): string => {
    return toolCall('Write', { file_path: `/work/shop/${name.length}.ts`, content: name });
  };
  const peer = ccSafetyNetHook();
  return [
    { name: 'node', command: [process.execPath, '-e', '0'], input: () => '' },
    { name: 'pre', command: [...guard, 'pre'], input: ofCommand },
    { name: 'files', command: [...guard, '--tools', 'files', 'pre'], input: ofFile },
    ...(peer === undefined ? [] : [{ name: 'cc_safety_net', command: peer, input: ofCommand }]),
  ];
}

/** Verifies that each hook denies what it must deny, because a hook without decisions would be fast. */
function expectDecisions(subjects: readonly Subject[], storage: string): void {
  for (const { name, command } of subjects) {
    if (name === 'node') continue;
    const path = join(storage, 'policy.snapshot');
    const input =
      name === 'files'
        ? toolCall('Write', { file_path: path, content: '' })
        : toolCall('Bash', { command: name === 'pre' ? `rm ${path}` : 'git reset --hard' });
    const { stdout } = timedProcess(command, input);
    if (!stdout.includes('"deny"')) throw new Error(`The hook ${name} denies nothing: ${stdout}`);
  }
}

function toolCall(tool: string, input: object): string {
  const call = { hook_event_name: 'PreToolUse', tool_name: tool, tool_input: input };
  return JSON.stringify({ ...call, session_id: 's', cwd: '/work/shop' });
}

/** The times of each subject, in the order of `subjects`. Each round starts with another one. */
function inTurn(
  subjects: readonly Subject[],
  commands: readonly string[],
  rounds: number,
): readonly (readonly TimedProcess[])[] {
  const taken: TimedProcess[][] = subjects.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    const text = commands[Math.floor((round * commands.length) / rounds)] ?? '';
    for (let at = 0; at < subjects.length; at += 1) {
      const which = (at + round) % subjects.length;
      const subject = subjects[which];
      if (subject === undefined) continue;
      taken[which]?.push(timedProcess(subject.command, subject.input(text)));
    }
  }
  return taken;
}

function figuresOf(
  subjects: readonly Subject[],
  taken: readonly (readonly TimedProcess[])[],
): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const kind of ['cpuMs', 'wallMs'] as const) {
    const means = taken.map((times) => middleMean(times.map((time) => time[kind])));
    const [bare = NaN] = means;
    const unit = kind === 'cpuMs' ? 'cpu' : 'wall';
    for (const [at, { name }] of subjects.entries()) {
      const value = means[at] ?? NaN;
      figures[`hooks.${unit}_ms_${name}`] = rounded(value);
      if (at > 0) figures[`hooks.${unit}_ratio_vs_node_${name}`] = rounded(value / bare);
    }
  }
  return figures;
}

function publish(storage: string, rules: readonly MatchRule[]): void {
  const rest = { addedBy: '', confidence: null, ts: '', mode: 'enforce', reason: '' } as const;
  const full = rules.map((rule) => ({ ...rule, ...rest }));
  const bytes = snapshotBytes({ rules: full, version: 'v', seq: 1 }, 1);
  writeFileSync(join(storage, 'policy.snapshot'), bytes);
}
