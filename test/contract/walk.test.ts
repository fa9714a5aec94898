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

/** The interfaces and classes that a file names: those that it imports, and those that it declares. */
function typesIn(file: string): readonly string[] {
  const text = read(file);
  const imported = Array.from(
    text.matchAll(/^import (?:type )?(?:\w+, )?\{([^}]*)\}/gm),
    ([, names = '']) => names.split(',').map((name) => name.replace(/\btype\b/, '').trim()),
  ).flat();
  const declared = Array.from(text.matchAll(/^export interface (\w+)/gm), ([, name = '']) => name);
  return [...imported, ...declared].filter((name) => name !== '');
}

/** The interfaces that a file implements, which "Go to Implementations" finds. */
function implementedIn(file: string): readonly string[] {
  const text = read(file);
  return Array.from(
    text.matchAll(
      /(?:\bimplements |^export interface \w+ extends |^export const \w+: )([\w, ]+)/gm,
    ),
    ([, names = '']) => names.split(',').map((name) => name.trim()),
  ).flat();
}

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

  it('opens only files that an earlier file imports or whose interface it uses', () => {
    const unreached = files.filter((file, at) => {
      const isReached = (from: string): boolean =>
        importsOf(from).includes(file) ||
        implementedIn(file).some((name) => typesIn(from).includes(name));
      return at > 0 && !files.slice(0, at).some(isReached);
    });
    assert.deepEqual(unreached, []);
  });
});
