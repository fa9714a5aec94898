import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = resolve(__dirname, '../..');
/** Inside the project, so that mocha can be resolved. */
const PLACE = join(ROOT, '.vscode-test');

const SUITES = {
  only: `describe('suite', () => { it.only('runs', () => {}); it('is left out', () => {}); });`,
  skipped: `describe('suite', () => { it('runs', () => {}); it.skip('is left out', () => {}); });`,
  skipsItself: `describe('suite', () => {
    it('runs', () => {});
    it('is left out', function () { this.skip(); });
  });`,
};

describe('a test that is left out', function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(() => {
    mkdirSync(PLACE, { recursive: true });
    folder = mkdtempSync(join(PLACE, 'left-out-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs Node in the project's folder as in CI, or as a user does. */
  const node = (args: readonly string[], ci: boolean): { code: number | null; output: string } => {
    const env = { ...process.env, CI: String(ci), RULEWRIGHT_TEST_RESULT: resultFile() };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
    return { code: status, output: `${stdout}${stderr}` };
  };
  const resultFile = (): string => join(folder, 'result.json');
  const testFile = (): string => join(folder, 'left.test.cjs');

  const runs: Readonly<Record<string, (ci: boolean) => ReturnType<typeof node>>> = {
    'the extension host': (ci) => {
      const prepare = pathToFileURL(join(ROOT, 'scripts/host/hostRun.mjs')).href;
      const script = `
        const { prepareHostRun } = await import(${JSON.stringify(prepare)});
        const options = { resultFile: process.env.RULEWRIGHT_TEST_RESULT };
        const script = await prepareHostRun(${JSON.stringify(folder)}, options);
        await (await import(script)).default.run();`;
      return node(['--input-type=module', '--eval', script], ci);
    },
    'every other kind of test': (ci) => node(['node_modules/mocha/bin/mocha.js', testFile()], ci),
  };

  for (const [where, run] of Object.entries(runs)) {
    it(`by \`only\` is refused in ${where}`, () => {
      writeFileSync(testFile(), SUITES.only);
      const { code, output } = run(false);
      assert.notEqual(code, 0);
      assert.match(output, /`\.only`/);
    });

    for (const suite of ['skipped', 'skipsItself'] as const) {
      it(`as pending (${suite}) is counted, and refused in CI, in ${where}`, () => {
        writeFileSync(testFile(), SUITES[suite]);
        assert.equal(run(false).code, 0);
        const counted = JSON.parse(readFileSync(resultFile(), 'utf8')) as { pending: string[] };
        assert.deepEqual(counted.pending, ['suite is left out']);
        const inCi = run(true);
        assert.notEqual(inCi.code, 0);
        assert.match(inCi.output, /Pending test forbidden/);
      });
    }
  }
});
