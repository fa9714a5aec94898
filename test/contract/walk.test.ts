import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const read = (file: string): string => readFileSync(join('src', file), 'utf8');

/** The files in the table of the section of docs/architecture.md, in order. */
function walkedFiles(): readonly string[] {
  const [, section = ''] = readFileSync('docs/architecture.md', 'utf8').split(
    '## From a hook call to the views',
  );
  const [table = ''] = section.split('\n## ');
  return Array.from(table.matchAll(/^\| `([\w/]+\.ts)` /gm), ([, file = '']) => file);
}

/** The files that a file imports, relative to `src`. */
function importsOf(file: string): readonly string[] {
  return Array.from(read(file).matchAll(/ from '(\.[\w/.]+)';/g), ([, path = '']) =>
    posix.join(dirname(file), `${path}.ts`),
  );
}

/**
 * Files that connect others and that the walk does not have to open: the construction of the app, and the list of all
 * hosts.
 */
const JOINS = ['app/openApp.ts', 'hosts/allHooks.ts'];

describe('the way from a hook call to the views in docs/architecture.md', () => {
  const files = walkedFiles();

  it('opens at most 14 files in 4 rooms', () => {
    assert.ok(files.length > 10 && files.length <= 14, String(files.length));
    assert.deepEqual(
      files.filter((file) => !existsSync(join('src', file))),
      [],
    );
    const rooms = new Set(files.map((file) => file.split('/')[0]));
    assert.ok(rooms.size <= 4, [...rooms].join(' '));
  });

  it('opens only files imported by an earlier file or by one that connects them', () => {
    const unreached = files.filter((file, at) => {
      const from = [...files.slice(0, at), ...JOINS];
      return at > 0 && !from.some((one) => importsOf(one).includes(file));
    });
    assert.deepEqual(unreached, []);
  });
});
