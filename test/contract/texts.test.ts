import * as assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { getL10nJson, type IScriptFile } from '@vscode/l10n-dev';
import { pageTexts } from '../../src/protocol/texts/pageTexts';

/** The usual import. The tool compiles its queries again for each import that it finds, which takes most of the time. */
const IMPORT = "import * as l10n from '@vscode/l10n';\n";

/** The files for the tool: those with the usual import are joined, because the same names mean the same in all of them. */
function joined(files: readonly IScriptFile[]): IScriptFile[] {
  const isUsual = ({ contents }: IScriptFile): boolean => contents.includes(IMPORT);
  const extensions = new Set(files.filter(isUsual).map(({ extension }) => extension));
  const together = Array.from(extensions, (extension) => {
    const parts = files.filter((file) => isUsual(file) && file.extension === extension);
    const rest = parts.map(({ contents }) => contents.replace(IMPORT, ''));
    return { contents: [IMPORT, ...rest].join('\n'), extension };
  });
  return [...files.filter((file) => !isUsual(file)), ...together];
}

const sources = ['src', 'webview-ui/src'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name)),
);

describe('the bundle of texts', () => {
  it('contains every text in the code, as written by npm run l10n', async () => {
    const files: IScriptFile[] = sources.map((path) => ({
      contents: readFileSync(path, 'utf8'),
      extension: extname(path),
    }));
    const expected = await getL10nJson(joined(files));
    assert.ok(Object.keys(expected).length > 50);
    assert.deepEqual(JSON.parse(readFileSync('l10n/bundle.l10n.json', 'utf8')), expected);
  });
});

describe('the texts of the pages', () => {
  it('have unique keys across all parts of the table', () => {
    const keys = sources
      .filter((path) => path.startsWith(join('src', 'protocol', 'texts')))
      .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/^ {4}'?([\w.]+)'?: l10n/gm)])
      .map(([, key]) => key);
    assert.ok(keys.length > 100);
    assert.deepEqual(
      keys.filter((key, at) => keys.indexOf(key) !== at),
      [],
    );
  });

  it('are all used by a page', () => {
    const pages = sources
      .filter((path) => path.startsWith('webview-ui'))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    const unused = Object.keys(pageTexts())
      .map((key) => key.replace(/\.(one|other)$/, ''))
      // Effects, labels and statuses are looked up by name.
      .filter((key) => !/^(deny|ask|allow|safe|unsafe|unknown|idle|running|blocked)$/.test(key))
      .filter((key) => !pages.includes(`'${key}'`) && !pages.includes(`"${key}"`));
    assert.deepEqual(unused, []);
  });
});
