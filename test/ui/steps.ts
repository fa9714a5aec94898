import type { Person } from './person';

/**
 * Makes the tests of a suite the steps of one user. Each saves a screenshot. A failed step also prints the text on the
 * screen, and later steps do not run. Other suites are not affected.
 */
export function asSteps(person: () => Person | undefined): void {
  afterEach(async function () {
    const { currentTest } = this;
    await person()?.picture(currentTest?.title ?? 'step');
    if (currentTest?.state !== 'failed') return;
    // Mocha checks this before each test. If set at the start, it would also react to failures of other suites.
    currentTest.parent?.bail(true);
    const text = await person()?.visibleText();
    process.stdout.write(`\n${currentTest.fullTitle()}: the screen says\n${text ?? 'nothing'}\n`);
  });
  after(async () => {
    await person()?.leave();
  });
}
