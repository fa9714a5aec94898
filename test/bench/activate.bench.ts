import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { median, rounded } from './measure';
import type { Figures } from './run';

const RUNS = 15;

/**
 * A fresh process that loads the bundle and activates it with a `vscode` that accepts everything, so that only our own
 * code is measured.
 */
const CHILD = `
const [bundle] = process.argv.slice(1);
const Module = require('node:module');
const anything = () => new Proxy(function () {}, {
  set: () => true,
  get: (_, key) => (key === Symbol.toPrimitive ? () => '' : key === 'then' ? undefined : anything()),
  apply: anything,
  construct: anything,
});
const load = Module._load;
const names = 'window commands workspace languages env Uri ThemeIcon ThemeColor MarkdownString TreeItem EventEmitter Disposable ' +
  'l10n TreeItemCollapsibleState StatusBarAlignment ViewColumn ProgressLocation ConfigurationTarget ExtensionMode';
const vscode = Object.fromEntries(names.split(' ').map((name) => [name, anything()]));
Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));
const before = process.cpuUsage();
const started = performance.now();
const context = { subscriptions: [], extensionUri: {}, extensionPath: '', asAbsolutePath: String, extensionMode: 0 };
require(bundle).activate(context);
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ cpuMs: (user + system) / 1000, wallMs: performance.now() - started }));
process.exit(0);
`;

/** The cost of activation in our own code; the goal is below 300 ms. Requires a build: measures dist/extension.cjs. */
export function bench(): Promise<Figures> {
  const runs = Array.from({ length: RUNS }, () => measure(resolve('dist/extension.cjs')));
  return Promise.resolve({
    'activate.cpu_ms': rounded(median(runs.map(({ cpuMs }) => cpuMs))),
    'activate.wall_ms': rounded(median(runs.map(({ wallMs }) => wallMs))),
    'activate.goal_ms': 300,
  });
}

function measure(bundle: string): { cpuMs: number; wallMs: number } {
  const text = execFileSync(process.execPath, ['-e', CHILD, bundle], { encoding: 'utf8' });
  // Written by the child process above.
  return JSON.parse(text) as { cpuMs: number; wallMs: number };
}
