import * as assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { getL10nJson, type IScriptFile } from '@vscode/l10n-dev';

const sources = ['src', 'webview-ui/src'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name)),
);

describe('the bundle of texts', () => {
  it('holds every text of the code, as npm run l10n writes it', async () => {
    const files: IScriptFile[] = sources.map((path) => ({
      contents: readFileSync(path, 'utf8'),
      extension: extname(path),
    }));
    const expected = await getL10nJson(files);
    assert.ok(Object.keys(expected).length > 50);
    assert.deepEqual(JSON.parse(readFileSync('l10n/bundle.l10n.json', 'utf8')), expected);
  });
});
