const FUZZ_SECONDS = 12;

/**
 * @typedef {{
 *   kind: string,
 *   args: readonly string[],
 *   writesResult: boolean,
 *   needs: readonly ('host' | 'browser')[],
 *   again?: readonly string[],
 * }} Kind `again`: the arguments to which files of tests are added to run these once more
 */

/** @param {string} kind @param {Partial<Kind>} [more] @returns {Kind} */
const mocha = (kind, { args = [], needs = [] } = {}) => {
  const runner = ['node_modules/mocha/bin/mocha.js', ...args];
  return {
    kind,
    args: [...runner, `test/${kind}/**/*.test.ts`],
    writesResult: true,
    needs,
    // A browser may lose a key or a click, so failed files run again in a new window.
    ...(needs.includes('browser') ? { again: runner } : {}),
  };
};

/**
 * Every kind of test, in the order in which `npm test` starts them: the longest first, so that all lanes end at about the
 * same time.
 * @returns {readonly Kind[]}
 */
export function kinds() {
  const seed = String(Date.now() % 1_000_000);
  const tsx = 'node_modules/tsx/dist/cli.mjs';
  return [
    mocha('ui', { args: ['--timeout', '180000'], needs: ['host', 'browser'] }),
    mocha('process', { args: ['--timeout', '120000'] }),
    mocha('unit'),
    mocha('webview', { needs: ['browser'] }),
    {
      kind: 'host',
      args: ['--import', 'tsx', 'scripts/testHost.mjs'],
      writesResult: true,
      needs: ['host', 'browser'],
    },
    mocha('contract'),
    mocha('faults', { args: ['--timeout', '300000'] }),
    mocha('product'),
    {
      kind: 'fuzz',
      args: [tsx, 'test/bench/fuzz.ts', '--seconds', String(FUZZ_SECONDS), '--seed', seed],
      writesResult: false,
      needs: [],
    },
  ];
}
