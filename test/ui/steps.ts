import type { Person } from './person';

/**
 * Makes the tests of a suite the steps of one person. After each there is a picture; after one that failed, what the screen
 * says is printed too, and the steps after it do not run. Other suites do: a failure there is of another cause.
 */
export function asSteps(person: () => Person | undefined): void {
  afterEach(async function () {
    const { currentTest } = this;
    await person()?.picture(currentTest?.title ?? 'step');
    if (currentTest?.state !== 'failed') return;
    // Mocha asks before each test. Set from the beginning, it would also heed failures of other suites.
    currentTest.parent?.bail(true);
    const text = await person()?.visibleText();
    process.stdout.write(`\n${currentTest.fullTitle()}: the screen says\n${text ?? 'nothing'}\n`);
  });
  after(async () => {
    await person()?.leave();
  });
}
