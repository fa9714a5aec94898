import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** One file for each rule, breaking it; `export {}` keeps it a module. */
const BREAKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'no-cycles': { 'src/review/a.ts': "import './b';", 'src/review/b.ts': "import './a';" },
  'core-imports-only-itself': { 'src/core/bad.ts': "import '../ml/thing';" },
  'core/shell/words-imports-only-itself': {
    'src/core/shell/words/bad.ts': "import '../walk/thing';",
  },
  'core/shell/powershell-imports-only-words': {
    'src/core/shell/powershell/bad.ts': "import '../walk/thing';",
  },
  'core/shell/programs-imports-only-words-powershell': {
    'src/core/shell/programs/bad.ts': "import '../walk/thing';",
  },
  'core/shell/nested-imports-only-words-powershell-programs': {
    'src/core/shell/nested/bad.ts': "import '../walk/thing';",
  },
  'core/shell/stages-imports-only-words-powershell-programs-nested': {
    'src/core/shell/stages/bad.ts': "import '../walk/thing';",
  },
  'core/shell/walk-imports-only-words-powershell-programs-nested-stages': {
    'src/core/shell/walk/bad.ts': "import '../thing';",
  },
  'core/shell-is-entered-at-the-front': {
    'src/ml/inside.ts': "import '../core/shell/walk/thing';",
  },
  'core/match/pattern-imports-only-itself': {
    'src/core/match/pattern/bad.ts': "import '../index/thing';",
  },
  'core/match/index-imports-only-pattern-budget.ts': {
    'src/core/match/index/bad.ts': "import '../thing';",
  },
  'core/match/automaton-imports-only-pattern-budget.ts': {
    'src/core/match/automaton/bad.ts': "import '../index/thing';",
  },
  'core/match-is-entered-at-the-front': {
    'src/enforce/inside.ts': "import '../core/match/index/thing';",
  },
  'ml/features-imports-only-itself': {
    'src/ml/features/bad.ts': "import '../rules/thing';",
  },
  'ml/history-imports-only-features': {
    'src/ml/history/bad.ts': "import '../rules/thing';",
  },
  'ml/forest-imports-only-itself': {
    'src/ml/forest/bad.ts': "import '../rules/thing';",
  },
  'ml/model-imports-only-features-history-forest': {
    'src/ml/model/bad.ts': "import '../rules/thing';",
  },
  'ml/mining-imports-only-features-history': {
    'src/ml/mining/bad.ts': "import '../rules/thing';",
  },
  'ml/rules-imports-only-features-history-model-mining': {
    'src/ml/rules/bad.ts': "import '../forest/thing';",
  },
  'ml-is-entered-at-the-front': { 'src/trainer/inside.ts': "import '../ml/mining/thing';" },
  'trees-grow-in-the-trainer': { 'src/cli/inside.ts': "import '../ml/forest/thing';" },
  'files-imports-only-core': { 'src/files/bad.ts': "import '../ml/thing';" },
  'policy-imports-only-core': { 'src/policy/bad.ts': "import '../ml/thing';" },
  'ml-imports-only-core-policy': { 'src/ml/bad.ts': "import '../review/thing';" },
  'ml-evaluates-only': { 'src/ml/worse.ts': "import '../policy/thing';" },
  'review-imports-only-core': { 'src/review/bad.ts': "import '../ml/thing';" },
  'agents-imports-only-core': { 'src/agents/bad.ts': "import '../ml/thing';" },
  'protocol-imports-only-core': { 'src/protocol/bad.ts': "import '../ml/thing';" },
  'telemetry-imports-only-core-files': { 'src/telemetry/bad.ts': "import '../ml/thing';" },
  'enforce-imports-only-core-policy-files': { 'src/enforce/bad.ts': "import '../ml/thing';" },
  'connect-imports-only-core-files': { 'src/connect/bad.ts': "import '../ml/thing';" },
  'store-imports-only-core-files': { 'src/store/bad.ts': "import '../ml/thing';" },
  'trainer-imports-only-core-ml-files': { 'src/trainer/bad.ts': "import '../review/thing';" },
  'cli-imports-only-core-telemetry-ml-policy-enforce-trainer-files': {
    'src/cli/bad.ts': "import '../review/thing';",
  },
  'app-joins-steps-only': { 'src/app.ts': "import './store/thing';" },
  'ids-and-settings-import-nothing': { 'src/settings.ts': "import './core/thing';" },
  'host-rooms-skip-the-steps': { 'src/commands/bad.ts': "import '../ml/thing';" },
  'wiring-knows-no-window': { 'src/wiring/bad.ts': "import '../commands/thing';" },
  'nothing-imports-the-roots': {
    'src/extension.ts': 'export {};',
    'src/providers/bad.ts': "import '../extension';",
  },
  'vscode-stays-in-the-host': { 'src/ml/window.ts': "import type * as v from 'vscode';" },
  'webview-sees-only-the-protocol': { 'webview-ui/src/bad.ts': "import '../../src/ml/thing';" },
  'source-never-imports-tests': {
    'src/ml/tested.ts': "import '../../test/thing';",
    'test/thing.ts': 'export {};',
  },
  'nothing-leaves-the-machine': { 'src/telemetry/send.ts': "import 'node:https';" },
  'one-door-to-sql.js': { 'src/store/second.ts': "import 'sql.js';" },
  'one-door-to-ml-random-forest': { 'src/ml/second.ts': "import 'ml-random-forest';" },
  'one-door-to-csv-parse': { 'src/telemetry/second.ts': "import 'csv-parse';" },
  'product-imports-no-dev-packages': { 'src/enforce/second.ts': "import 're2js';" },
  'one-door-to-@eslint-community/regexpp': {
    'src/enforce/third.ts': "import '@eslint-community/regexpp';",
  },
  'one-door-to-unbash': { 'src/enforce/fourth.ts': "import 'unbash';" },
  'one-door-to-@noble/hashes': { 'src/store/third.ts': "import '@noble/hashes/sha2.js';" },
  'one-door-to-commander': { 'src/store/fourth.ts': "import 'commander';" },
  'one-door-to-preact': { 'src/providers/page.ts': "import 'preact';" },
  'window-reads-no-trees': {
    'src/wiring/look.ts': "import '../trainer/look';",
    'src/trainer/look.ts': "import '../ml/model/predict';",
    'src/ml/model/predict.ts': 'export {};',
  },
  'guard-stays-light': {
    'src/cli/guard.ts': "import '../enforce/load';",
    'src/enforce/load.ts': "import 'sql.js';",
  },
};

/** Each has a file `thing.ts` to be imported. */
const ROOMS = [
  'core',
  'core/shell',
  'core/shell/walk',
  'core/match',
  'core/match/index',
  'ml',
  'ml/forest',
  'ml/mining',
  'ml/rules',
  'policy',
  'review',
  'store',
  'commands',
];

describe('layer rules', function () {
  this.timeout(60_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'rulewright-layers-'));
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      cpSync(join(ROOT, name), join(folder, name));
    }
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    for (const room of ROOMS) {
      write(`src/${room}/thing.ts`, 'export {};');
    }
    for (const [path, text] of Object.values(BREAKS).flatMap((files) => Object.entries(files))) {
      write(path, text);
    }
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('each notice the import that they forbid', async () => {
    const broken = await brokenRules(folder);
    const config = (await import(join(ROOT, '.dependency-cruiser.cjs'))) as {
      default: { forbidden: readonly { name: string }[] };
    };
    const silent = config.default.forbidden.map(({ name }) => name).filter((n) => !broken.has(n));
    assert.deepEqual(silent, []);
  });

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${text}\n`);
  }
});

function brokenRules(folder: string): Promise<ReadonlySet<string>> {
  const cli = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cli, '--config', '.dependency-cruiser.cjs', '-T', 'json', 'src', 'webview-ui'];
  return new Promise((done, fail) => {
    // It exits with the number of violations: here that is success.
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 50e6 }, (error, stdout) => {
      if (stdout === '') fail(error ?? new Error('dependency-cruiser printed nothing'));
      else done(new Set(violations(stdout)));
    });
  });
}

function violations(json: string): string[] {
  const { summary } = JSON.parse(json) as {
    summary: { violations: { rule: { name: string } }[] };
  };
  return summary.violations.map(({ rule }) => rule.name);
}
