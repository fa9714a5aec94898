import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Creates an empty folder for each test of the surrounding `describe`. It is removed before the next test, or after the
 * last one: hooks after a test run in the order of their definition, and close what still writes into it.
 */
export function useTempFolder(): () => string {
  let folder = '';
  const remove = async (): Promise<void> => {
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  };
  beforeEach(async () => {
    await remove();
    folder = await mkdtemp(join(tmpdir(), 'rulewright-test-'));
  });
  after(remove);
  return () => folder;
}
