import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

interface Place {
  readonly path?: string;
  readonly pathNot?: string | readonly string[];
}
interface LayerRule {
  readonly name: string;
  readonly from: Place;
  readonly to: Place;
}

/** Checks that the rules refer to existing folders, files and packages; dependency-cruiser itself is not tested. */
describe('the layer rules', () => {
  const files = ['src', 'webview-ui'].flatMap((buffer) =>
    readdirSync(join(ROOT, buffer), { recursive: true, encoding: 'utf8' }).map(
      (name) => `${buffer}/${name.replaceAll('\\', '/')}`,
    ),
  );
  let rules: readonly LayerRule[];
  before(async () => {
    const file = join(ROOT, '.dependency-cruiser.cjs');
    const config = (await import(file)) as { default: { forbidden: readonly LayerRule[] } };
    rules = config.default.forbidden;
  });

  it('each match existing files', () => {
    const silent = rules.filter(
      ({ from }) => !files.some((file) => new RegExp(from.path ?? '').test(file)),
    );
    assert.deepEqual(silent, []);
  });

  it('each exclude existing files', () => {
    const exceptions = rules.flatMap(({ name, from }) =>
      [from.pathNot ?? []].flat().map((path) => [name, path] as const),
    );
    const silent = exceptions.filter(
      ([, path]) => !files.some((file) => new RegExp(path).test(file)),
    );
    assert.deepEqual(silent, []);
  });

  it('name installed packages', () => {
    const named = rules.flatMap(({ to }) => [
      ...(to.path ?? '').matchAll(/node_modules\/\(@types\/\)\?((?:@[\w-]+\/)?[\w\\.-]+)\//g),
    ]);
    assert.ok(named.length > 5);
    for (const [, name = ''] of named) {
      assert.ok(existsSync(join(ROOT, 'node_modules', name.replaceAll('\\', ''))), name);
    }
  });
});
