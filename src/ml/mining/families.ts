import { programStem, type Literal } from '../features/commandLiterals';
import type { MiningCommand } from '../dataset/analyzedHistory';
import type { MinedCandidate } from './mine';

interface Tally {
  readonly unsafe: Set<number>;
  readonly safe: Set<number>;
}

interface Family {
  readonly literal: Literal;
  readonly programs: Map<string, Tally>;
}

const MIN_TEMPLATES = 3;
const MIN_PROGRAMS = 2;
const MAX_PROGRAMS = 30;

/**
 * Rules for several programs with a common literal (`delete`, a system log, a pipe into a shell) that is unsafe for most
 * of them. Programs that also have safe commands with it are excluded. Together, several programs can provide enough
 * evidence where no single one does.
 */
export function mineFamilies(rows: readonly MiningCommand[]): readonly MinedCandidate[] {
  const families = new Map<string, Family>();
  for (const row of rows) {
    const { heads, literals } = row.facts;
    const program = heads[0];
    if (program === undefined) continue;
    const shared = literals.filter((literal) => hasCommonMeaning(literal));
    for (const literal of shared) tally(families, program, literal, row);
  }
  return [...families.values()].flatMap((family) => candidateOf(family));
}

/** Single-letter flags have a different meaning in each program. */
function hasCommonMeaning({ kind, text }: Literal): boolean {
  return !(kind === 'flag' && /^[-+].$/.test(text));
}

function tally(
  families: Map<string, Family>,
  program: string,
  literal: Literal,
  row: MiningCommand,
): void {
  const key = `${literal.kind} ${literal.text}`;
  const family = families.get(key) ?? { literal, programs: new Map<string, Tally>() };
  families.set(key, family);
  const seen = family.programs.get(program) ?? { unsafe: new Set(), safe: new Set() };
  family.programs.set(program, seen);
  (row.isUnsafe ? seen.unsafe : seen.safe).add(row.call);
}

function candidateOf({ literal, programs }: Family): readonly MinedCandidate[] {
  const seen = [...programs.entries()];
  const pure = seen
    .filter(([, { unsafe, safe }]) => unsafe.size > 0 && safe.size === 0)
    .sort((a, b) => b[1].unsafe.size - a[1].unsafe.size || (a[0] < b[0] ? -1 : 1));
  const others = seen.filter(([, { safe }]) => safe.size > 0).length;
  const trusted = pure.length > others ? pure : pure.filter(([, own]) => own.unsafe.size > 1);
  const members = trusted.slice(0, MAX_PROGRAMS);
  const unsafe = new Set(members.flatMap(([, own]) => [...own.unsafe])).size;
  if (members.length < MIN_PROGRAMS || unsafe < MIN_TEMPLATES) return [];
  const heads = joinStems(
    members.map(([program]) => program),
    seen.map(([program]) => program),
  );
  return [{ candidate: { heads, literals: [literal] }, unsafe, safe: 0 }];
}

/** Replaces `mkfs.ext4` and `mkfs.xfs` by `mkfs*` if all known programs with that stem are members. */
function joinStems(members: readonly string[], seen: readonly string[]): readonly string[] {
  const joined = members.map((program) => {
    const stem = programStem(program);
    if (stem === undefined) return program;
    const related = seen.filter((other) => other === stem || programStem(other) === stem);
    return related.length > 1 && related.every((other) => members.includes(other))
      ? `${stem}*`
      : program;
  });
  const stems = new Set(
    joined.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1)),
  );
  return [...new Set(joined)].filter((name) => !stems.has(name)).sort();
}
