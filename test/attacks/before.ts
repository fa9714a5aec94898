import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LOG = join('test', 'fixtures', 'attacks', 'before.log');

/** The result of each attack on the build before it was fixed, by attack name. */
export function readBefore(): ReadonlyMap<string, string> {
  const lines = readFileSync(LOG, 'utf8').split('\n');
  return new Map(
    lines
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line): [string, string] => {
        const [name = '', happened = ''] = line.split('\t');
        return [name, happened];
      }),
  );
}

/** The same for one attack. Throws if the log has no line for it. */
export function beforeOf(log: ReadonlyMap<string, string>, name: string): string {
  const happened = log.get(name) ?? '';
  if (happened === '') throw new Error(`${LOG} does not say what this did before: ${name}`);
  return happened;
}
