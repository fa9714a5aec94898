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
  'shell-imports-only-core': { 'src/shell/bad.ts': "import '../ml/thing';" },
  'matcher-imports-only-core-shell': { 'src/matcher/bad.ts': "import '../ml/thing';" },
  'files-imports-only-core': { 'src/files/bad.ts': "import '../ml/thing';" },
  'policy-imports-only-core-shell-matcher-files': {
    'src/policy/bad.ts': "import '../ml/thing';",
  },
  'history-imports-only-core-files': { 'src/history/bad.ts': "import '../ml/thing';" },
  'hosts-imports-only-core-files': { 'src/hosts/bad.ts': "import '../ml/thing';" },
  'ml-imports-only-core-shell-matcher-policy-files': {
    'src/ml/bad.ts': "import '../review/thing';",
  },
  'review-imports-only-core': { 'src/review/bad.ts': "import '../ml/thing';" },
  'agents-imports-only-core': { 'src/agents/bad.ts': "import '../ml/thing';" },
  'guard-imports-only-core-policy-hosts-history-files': {
    'src/guard/bad.ts': "import '../review/thing';",
  },
  'store-imports-only-core-matcher-files': { 'src/store/bad.ts': "import '../ml/thing';" },
  'protocol-imports-only-core': { 'src/protocol/bad.ts': "import '../ml/thing';" },
  'cli-imports-only-core-matcher-policy-history-ml-guard-files': {
    'src/cli/bad.ts': "import '../review/thing';",
  },
  'app-knows-no-window': { 'src/app/bad.ts': "import '../commands/thing';" },
  'windows-skip-the-steps': { 'src/commands/bad.ts': "import '../ml/thing';" },
  'every-room-has-its-line': { 'src/newRoom/bad.ts': "import '../core/thing';" },
  'shell/words-imports-only-itself': { 'src/shell/words/bad.ts': "import '../walk/thing';" },
  'shell/powershell-imports-only-words': {
    'src/shell/powershell/bad.ts': "import '../walk/thing';",
  },
  'shell/programs-imports-only-words-powershell': {
    'src/shell/programs/bad.ts': "import '../walk/thing';",
  },
  'shell/nested-imports-only-words-powershell-programs': {
    'src/shell/nested/bad.ts': "import '../walk/thing';",
  },
  'shell/stages-imports-only-words-powershell-programs-nested': {
    'src/shell/stages/bad.ts': "import '../walk/thing';",
  },
  'shell/walk-imports-only-words-powershell-programs-nested-stages': {
    'src/shell/walk/bad.ts': "import '../thing';",
  },
  'shell-is-entered-at-the-front': { 'src/ml/inside.ts': "import '../shell/walk/thing';" },
  'matcher/pattern-imports-only-itself': {
    'src/matcher/pattern/bad.ts': "import '../index/thing';",
  },
  'matcher/index-imports-only-pattern-budget.ts': {
    'src/matcher/index/bad.ts': "import '../thing';",
  },
  'matcher/automaton-imports-only-pattern-budget.ts': {
    'src/matcher/automaton/bad.ts': "import '../index/thing';",
  },
  'matcher-is-entered-at-the-front': { 'src/policy/inside.ts': "import '../matcher/index/thing';" },
  'ml/features-imports-only-itself': { 'src/ml/features/bad.ts': "import '../rules/thing';" },
  'ml/dataset-imports-only-features': { 'src/ml/dataset/bad.ts': "import '../rules/thing';" },
  'ml/forest-imports-only-itself': { 'src/ml/forest/bad.ts': "import '../rules/thing';" },
  'ml/model-imports-only-features-dataset-forest': {
    'src/ml/model/bad.ts': "import '../rules/thing';",
  },
  'ml/mining-imports-only-features-dataset': {
    'src/ml/mining/bad.ts': "import '../rules/thing';",
  },
  'ml/rules-imports-only-features-dataset-model-mining': {
    'src/ml/rules/bad.ts': "import '../forest/thing';",
  },
  'ml-is-entered-at-the-front': { 'src/cli/inside.ts': "import '../ml/forest/thing';" },
  'ml-evaluates-only': { 'src/ml/worse.ts': "import '../policy/thing';" },
  'ml-reads-files-in-its-worker': { 'src/ml/model/reader.ts': "import '../../files/thing';" },
  'store-checks-diffs-only': { 'src/store/fifth.ts': "import '../matcher/thing';" },
  'app-joins-steps-only': { 'src/app.ts': "import './store/thing';" },
  'ids-and-settings-import-nothing': { 'src/settings.ts': "import './core/thing';" },
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
  'nothing-leaves-the-machine': { 'src/history/send.ts': "import 'node:https';" },
  'one-door-to-sql.js': { 'src/store/second.ts': "import 'sql.js';" },
  'one-door-to-ml-random-forest': { 'src/ml/second.ts': "import 'ml-random-forest';" },
  'one-door-to-csv-parse': { 'src/history/second.ts': "import 'csv-parse';" },
  'one-door-to-jsonc-parser': { 'src/hosts/second.ts': "import 'jsonc-parser';" },
  'product-imports-no-dev-packages': { 'src/policy/second.ts': "import 're2js';" },
  'one-door-to-@eslint-community/regexpp': {
    'src/policy/third.ts': "import '@eslint-community/regexpp';",
  },
  'one-door-to-unbash': { 'src/policy/fourth.ts': "import 'unbash';" },
  'one-door-to-@noble/hashes': { 'src/store/third.ts': "import '@noble/hashes/sha2.js';" },
  'one-door-to-commander': { 'src/store/fourth.ts': "import 'commander';" },
  'one-door-to-preact': { 'src/providers/page.ts': "import 'preact';" },
  'window-reads-no-trees': {
    'src/app/look.ts': "import '../ml/worker/look';",
    'src/ml/worker/look.ts': "import '../model/predict';",
    'src/ml/model/predict.ts': 'export {};',
  },
  'guard-stays-light': {
    'src/guard/main.ts': "import '../policy/load';",
    'src/policy/load.ts': "import 'sql.js';",
  },
};

/** Each has a file `thing.ts` to be imported. */
const ROOMS = [
  'core',
  'shell',
  'shell/walk',
  'matcher',
  'matcher/index',
  'files',
  'policy',
  'ml',
  'ml/forest',
  'ml/mining',
  'ml/rules',
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
