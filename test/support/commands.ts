import type { LabelledCommand } from '../../src/core/event';
import { Rng } from '../../src/core/random';

/** A labelled command; by default labelled by a person and seen once. */
export function labelled(
  command: string,
  label: LabelledCommand['label'],
  count = 1,
): LabelledCommand {
  return { command, label, count };
}

const PROGRAMS = [
  'ls',
  'cat',
  'grep',
  'make',
  'npm',
  'docker',
  'kubectl',
  'find',
  'git',
  'python3',
];
const WORDS = [
  'src',
  'docs',
  'build',
  'test',
  'main',
  'app',
  'web',
  'core',
  'data',
  'notes',
  'tools',
];
const FLAGS = ['-l', '-a', '-v', '--all', '--quiet', '-n', '--watch'];

/** A generated history: ordinary commands, and forced pushes and deletions that are unsafe. */
export function madeUpHistory(count: number, seed: number): LabelledCommand[] {
  const rng = new Rng(seed);
  const pick = (from: readonly string[]): string => from[rng.below(from.length)] ?? '';
  return Array.from({ length: count }, () => {
    if (rng.below(6) > 0) {
      const text = `${pick(PROGRAMS)} ${pick(FLAGS)} ${pick(WORDS)} ${pick(WORDS)}`;
      return labelled(text, 'safe');
    }
    const danger = [
      `git push --force origin ${pick(WORDS)}`,
      `rm -rf /etc/${pick(WORDS)} /usr/${pick(WORDS)}`,
      `kubectl delete namespace ${pick(WORDS)}`,
      `psql -c "DROP TABLE ${pick(WORDS)}"`,
    ];
    return labelled(pick(danger), 'unsafe');
  });
}
