import { compilePolicy } from '../../src/policy/compilePolicy';
import { evaluate } from '../../src/policy/evaluate';
import { starterRules } from '../../src/ml/rules/starter/starterCategories';
import { learnedFigures } from './decideLearned';
import { decideSets, type DecideSet } from './decideSets';
import { slowestText } from './hostile';
import { option, rounded } from './measure';
import { ccSafetyNet } from './peerGuard';
import type { Figures } from './run';

const rules = starterRules();
const policy = compilePolicy({
  version: 'starter rules',
  seq: 1,
  rules: rules.map(({ pattern, effect }, at) => ({
    id: String(at),
    pattern,
    effect,
    mode: 'enforce',
    addedBy: 'bench',
    confidence: null,
    ts: '2026-01-01T00:00:00.000Z',
    reason: '',
  })),
});

/**
 * `npm run bench -- decide [--misses SET] [--no-learned] [--shift]`: measures what the starter rules stop and let pass,
 * compared with cc-safety-net, on our own corpora and, if available, on suites of other guards and commands of real
 * agents; then the quality of rules learned from public commands. `--misses` lists only the wrong results of a set,
 * grouped. `--shift` also holds out each family of sources in turn (minutes).
 */
export async function bench(argv: readonly string[]): Promise<Figures> {
  const sets = decideSets();
  const wanted = option(argv, 'misses');
  if (wanted !== undefined) return misses(sets, wanted);
  const peer = await ccSafetyNet();
  const figures = sets.map((set) => figuresOf(set, peer));
  const learned = argv.includes('--no-learned') ? {} : learnedFigures(argv.includes('--shift'));
  printTable(figures);
  return {
    ...Object.fromEntries(figures.flatMap(({ set, ours, theirs }) => flat(set, ours, theirs))),
    'decide.hostile_text_cpu_ms_max': slowestText((command) => evaluate(policy, command)),
    ...(peer === undefined ? { 'decide.note': 'cc-safety-net is not here' } : {}),
    ...(sets.some(({ name }) => name === 'agents')
      ? {}
      : { 'decide.data_note': 'no evaluation data here: only our own corpora' }),
    ...learned,
  };
}

/** How many commands of a set were denied, and how many asked. */
interface Count {
  readonly denied: number;
  readonly asked: number;
}

interface SetFigures {
  readonly set: DecideSet;
  readonly ours: Count;
  readonly theirs: Count | undefined;
}

function figuresOf(set: DecideSet, peer: ((command: string) => boolean) | undefined): SetFigures {
  const decisions = set.rows.map(({ command }) => evaluate(policy, command).decision);
  return {
    set,
    ours: {
      denied: decisions.filter((decision) => decision === 'deny').length,
      asked: decisions.filter((decision) => decision === 'ask').length,
    },
    theirs: peer && { denied: set.rows.filter(({ command }) => peer(command)).length, asked: 0 },
  };
}

function printTable(figures: readonly SetFigures[]): void {
  const rows = figures.map(({ set, ours, theirs }) => [
    set.what,
    String(set.rows.length),
    text(set, ours),
    set.goal,
    theirs === undefined ? 'absent' : text(set, theirs),
  ]);
  const all = [['set', 'commands', 'now', 'goal', 'cc-safety-net'], ...rows];
  const widths = all[0]?.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0))) ?? [];
  for (const row of all) {
    console.log(row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  '));
  }
  console.log('\nTo be stopped: denied or asked (denied). Harmless: denied / asked.\n');
}

const percent = (part: number, set: DecideSet): number => rounded((100 * part) / set.rows.length);

function text(set: DecideSet, { denied, asked }: Count): string {
  return set.should === 'stop'
    ? `${percent(denied + asked, set)} % (${percent(denied, set)} %)`
    : `${percent(denied, set)} % / ${percent(asked, set)} % (${denied} / ${asked})`;
}

function flat(set: DecideSet, ours: Count, theirs: Count | undefined): [string, number][] {
  const name = `decide.${set.name.replaceAll('-', '_')}`;
  return [
    [`${name}_commands`, set.rows.length],
    [`${name}_denied_percent`, percent(ours.denied, set)],
    [`${name}_asked_percent`, percent(ours.asked, set)],
    ...(theirs === undefined
      ? []
      : [[`${name}_cc_safety_net_percent`, percent(theirs.denied, set)] as [string, number]]),
  ];
}

function misses(sets: readonly DecideSet[], name: string): Figures {
  const set = sets.find((one) => one.name === name);
  if (set === undefined) {
    throw new Error(`No set is named ${name}. Sets: ${sets.map((one) => one.name).join(', ')}.`);
  }
  const groups = new Map<string, string[]>();
  for (const { command, group } of set.rows) {
    const verdict = evaluate(policy, command);
    const isStopped = verdict.decision === 'deny' || verdict.decision === 'ask';
    if (isStopped === (set.should === 'stop')) continue;
    const why = set.should === 'stop' ? group : `${verdict.decision}: ${causeOf(verdict.rules)}`;
    groups.set(why, [...(groups.get(why) ?? []), command]);
  }
  const sorted = [...groups].sort((a, b) => b[1].length - a[1].length);
  for (const [why, commands] of sorted) {
    console.log(`\n${commands.length} × ${why}`);
    for (const command of commands) console.log(`    ${JSON.stringify(command).slice(1, -1)}`);
  }
  const wrong = sorted.reduce((sum, [, commands]) => sum + commands.length, 0);
  return { [`decide.misses_${name.replaceAll('-', '_')}`]: wrong };
}

/** The reasons of the rules that decided; if there are none, a limit was reached. */
function causeOf(ids: readonly string[]): string {
  if (ids.length === 0) return 'not examined whole';
  return ids.map((id) => rules[Number(id)]?.reason ?? id).join(' ');
}
