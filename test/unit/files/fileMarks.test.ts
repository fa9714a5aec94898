import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFileMarks } from '../../../src/files/fileMarks';
import { useTempFolder } from '../../support/tempFolder';

describe('the marks of files', () => {
  const folder = useTempFolder();
  const at = (name: string): string => join(folder(), name);

  for (const kind of [undefined, 'NFS']) {
    describe(kind === undefined ? 'on a local disk' : 'on a network file system', () => {
      /** Whether an action changes the marks of `a` and `b`. */
      const shows = async (action: () => void): Promise<boolean> => {
        const marks = createFileMarks(
          folder(),
          () => [at('a'), at('b')],
          () => Promise.resolve(kind),
        );
        writeFileSync(at('a'), 'one');
        const before = await marks();
        assert.equal(await marks(), before);
        action();
        return (await marks()) !== before;
      };

      it('do not change without a change of a file', async () => {
        assert.equal(
          await shows(() => {
            writeFileSync(at('c'), 'x');
          }),
          false,
        );
      });

      for (const [what, action] of [
        [
          'is written',
          () => {
            writeFileSync(at('a'), 'three');
          },
        ],
        [
          'is new',
          () => {
            writeFileSync(at('b'), '');
          },
        ],
        [
          'is deleted',
          () => {
            rmSync(at('a'));
          },
        ],
        [
          'is another file of the same size',
          () => {
            writeFileSync(at('c'), 'two');
            renameSync(at('c'), at('a'));
          },
        ],
        [
          'has the same size and its time set back',
          () => {
            execFileSync('cp', ['--preserve=timestamps', at('a'), at('time')]);
            writeFileSync(at('a'), 'two');
            execFileSync('touch', ['-r', at('time'), at('a')]);
          },
        ],
        [
          'has a second name',
          () => {
            linkSync(at('a'), at('c'));
          },
        ],
        [
          'is a folder',
          () => {
            mkdirSync(at('b'));
          },
        ],
        ['is a pipe', () => execFileSync('mkfifo', [at('b')])],
      ] as const) {
        it(`change when one ${what}`, async () => {
          assert.equal(await shows(action), true);
        });
      }
    });
  }

  it('include files whose status cannot be read', async () => {
    writeFileSync(at('a'), '');
    const marks = createFileMarks(folder(), () => [join(at('a'), 'in a file'), `${at('a')}\0`]);
    assert.match(await marks(), /\w/);
  });
});
