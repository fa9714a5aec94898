import type { Person } from './person';

/**
 * Makes the tests of a suite the steps of one person. Each leaves a picture. One that fails also prints the text on the
 * screen, and the steps after it do not run. Other suites do run: a failure there has another cause.
 */
export function asSteps(person: () => Person | undefined): void {
  afterEach(async function () {
    const { currentTest } = this;
    await person()?.picture(currentTest?.title ?? 'step');
    if (currentTest?.state !== 'failed') return;
    // Mocha checks this before each test. Set from the start, it would also react to failures of other suites.
    currentTest.parent?.bail(true);
    const text = await person()?.visibleText();
    process.stdout.write(`\n${currentTest.fullTitle()}: the screen says\n${text ?? 'nothing'}\n`);
  });
  after(async () => {
    await person()?.leave();
  });
}
