import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { which } from '../../scripts/shell.mjs';
import { itOnLinux } from '../support/linux';
import { useTempFolder } from '../support/tempFolder';

const INSTALL = pathToFileURL(resolve('scripts/install.mjs')).href;

describe('installing a missing browser', function () {
  this.timeout(60_000);
  const folder = useTempFolder();
  const log = (): string => join(folder(), 'apt-get.log');

  /** Runs it without a browser, and with an `apt-get` that only records that it was called. */
  const run = (options: { ci: string; terminal: boolean; answer?: string }): string => {
    const bin = join(folder(), 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'apt-get'), `#!/bin/sh\necho "$@" >> '${log()}'\n`, { mode: 0o755 });
    writeFileSync(join(bin, 'sudo'), `#!/bin/sh\nshift\nexec "$@"\n`, { mode: 0o755 });
    symlinkSync('/bin/sh', join(bin, 'sh'));
    const script = join(folder(), 'run.mjs');
    writeFileSync(
      script,
      `import { ensureBrowser } from '${INSTALL}';\nawait ensureBrowser().catch((error) => { console.log(error.message); });\n`,
    );
    const command = [process.execPath, script];
    const [program = '', ...args] = options.terminal
      ? [which('script') ?? 'script', '-qec', command.join(' '), '/dev/null']
      : command;
    const { stdout } = spawnSync(program, args, {
      env: { PATH: bin, CI: options.ci },
      input: `${options.answer ?? ''}\n`,
      encoding: 'utf8',
    });
    return stdout;
  };

  itOnLinux('needs no confirmation in CI, even in a terminal', () => {
    run({ ci: 'true', terminal: true });
    assert.ok(existsSync(log()));
  });

  itOnLinux('requires confirmation in a terminal', () => {
    assert.match(run({ ci: '', terminal: true, answer: 'y' }), /Install it with .*\[y\/N\]/);
    assert.ok(existsSync(log()));
  });

  for (const answer of ['', 'n', 'yesterday']) {
    itOnLinux(`is skipped after the answer “${answer}”, with instructions`, () => {
      assert.match(run({ ci: '', terminal: true, answer }), /it was not installed.*CHROME_PATH/);
      assert.equal(existsSync(log()), false);
    });
  }
});
