/** Writes a spool with records of the guard: `makeSpool.ts FOLDER LINES FILES`. */
import { closeSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '../../src/core/verdict';
import { hookEvent } from '../../src/history/recorder';

const COMMANDS = [
  (at: number) => `git checkout -b feature/${at} --track origin/main`,
  (at: number) => `npm test -- --grep "case ${at}" && git commit -am "Work on ${at}"`,
  (at: number) => `curl -H "Authorization: Bearer t${at}t0ken" https://api.example.com/items/${at}`,
  (at: number) => `find . -name '*.ts' -newer build/${at} -exec grep -l TODO {} +`,
];
const VERDICT: Verdict = {
  ...{ decision: 'none', score: 50, rules: [], shadow: [] },
  ...{ policyVersion: '4c1c6f1e', reason: '' },
};
/** Time of the first line, in epoch milliseconds. */
const START_MS = Date.parse('2026-01-01T00:00:00Z');

function line(at: number): string {
  const hook = {
    ...{ host: 'claude', eventType: 'command_requested', tool: 'Bash' },
    command: COMMANDS[at % COMMANDS.length]?.(at) ?? '',
    ...{ sessionId: `session-${at % 50}`, guard: '0.0.0' },
    cwd: '/home/person/project',
  };
  const event = hookEvent(hook, { id: `hook-1-${at}`, nowMs: START_MS + at }, VERDICT);
  return `${JSON.stringify({ event })}\n`;
}

function main(folder: string, lines: number, files: number): void {
  mkdirSync(folder, { recursive: true });
  const each = Math.ceil(lines / files);
  for (let from = 0; from < lines; from += each) {
    const name = join(folder, `1-${START_MS + from}-${String(from).padStart(9, '0')}`);
    const file = openSync(`${name}.part`, 'w');
    for (let at = from; at < Math.min(from + each, lines); at += 1000) {
      const length = Math.min(1000, from + each - at, lines - at);
      writeSync(file, Array.from({ length }, (_, more) => line(at + more)).join(''));
    }
    closeSync(file);
    renameSync(`${name}.part`, `${name}.jsonl`);
  }
}

const [folder = '', lines = '0', files = '1'] = process.argv.slice(2);
main(folder, Number(lines), Number(files));
