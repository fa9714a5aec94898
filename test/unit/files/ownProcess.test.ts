import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '../../../src/files/ownProcess';
import { useTempFolder } from '../../support/tempFolder';

describe('A program in a process of its own', () => {
  const folder = useTempFolder();

  /** The priority that the program has, and the one that its thread inherits. */
  async function priorities(isBackground: boolean): Promise<unknown> {
    const path = join(folder(), 'program.cjs');
    writeFileSync(
      path,
      `const { getPriority } = require('node:os');
       const { Worker } = require('node:worker_threads');
       const own = getPriority();
       new Worker("require('node:worker_threads').parentPort.postMessage(require('node:os').getPriority())", { eval: true })
         .on('message', (ofThread) => process.send([own, ofThread]));`,
    );
    const program = startProcess(path, { isBackground });
    try {
      return await new Promise((resolve) => {
        program.on('message', resolve);
        program.onFailed(resolve);
      });
    } finally {
      await program.end();
    }
  }

  it('has the priority of this process', async () => {
    const own = getPriority();
    assert.deepEqual(await priorities(false), [own, own]);
  });

  it('gives way to other programs in the background, with its threads', async () => {
    assert.deepEqual(await priorities(true), [10, 10]);
  });
});
