const FUZZ_SECONDS = 12;

/**
 * @typedef {{
 *   kind: string,
 *   args: readonly string[],
 *   writesResult: boolean,
 *   needs: readonly ('host' | 'browser')[],
 *   isShort: boolean,
 *   again?: readonly string[],
 * }} Kind `again`: the arguments to which files of tests are added to run these once more
 */

/** @param {string} kind @param {Partial<Kind>} [more] @returns {Kind} */
const mocha = (kind, { args = [], needs = [], isShort = false } = {}) => {
  const runner = ['node_modules/mocha/bin/mocha.js', ...args];
  return {
    kind,
    args: [...runner, `test/${kind}/**/*.test.ts`],
    writesResult: true,
    needs,
    isShort,
    // A browser may lose a key or a click, so failed files run again in a new window.
    ...(needs.includes('browser') ? { again: runner } : {}),
  };
};

/**
 * Every kind of test, in the order in which `npm test` starts them: a short one, while VS Code and a browser are being
 * installed, then the longest first.
 * @returns {readonly Kind[]}
 */
export function kinds() {
  const seed = String(Date.now() % 1_000_000);
  const tsx = 'node_modules/tsx/dist/cli.mjs';
  return [
    mocha('contract'),
    mocha('ui', { args: ['--timeout', '180000'], needs: ['host', 'browser'] }),
    mocha('unit'),
    mocha('process', { args: ['--timeout', '120000'] }),
    mocha('webview', { needs: ['browser'] }),
    {
      kind: 'host',
      args: ['--import', 'tsx', 'scripts/testHost.mjs'],
      writesResult: true,
      needs: ['host', 'browser'],
      isShort: false,
    },
    mocha('product', { isShort: true }),
    mocha('faults', { args: ['--timeout', '300000'], isShort: true }),
    {
      kind: 'fuzz',
      args: [tsx, 'test/bench/fuzz.ts', '--seconds', String(FUZZ_SECONDS), '--seed', seed],
      writesResult: false,
      needs: [],
      isShort: true,
    },
  ];
}
