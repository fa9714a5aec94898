import * as assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import * as z from 'zod';
import { SETTINGS } from '../../src/settings';
import { manifestTexts, readManifest } from '../support/manifest';

const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'];
const readme = readFileSync('README.md', 'utf8');
const { contributes, scripts } = z
  .object({
    contributes: z.object({ commands: z.array(z.object({ title: z.string() })) }),
    scripts: z.record(z.string(), z.string()),
  })
  .parse(readManifest());
const titles = contributes.commands.map(({ title }) => title);

/** The lines between a heading and the next one. */
function section(heading: string): readonly string[] {
  const lines = readme.split('\n');
  const from = lines.indexOf(`## ${heading}`);
  assert.ok(from >= 0, heading);
  const length = lines.slice(from + 1).findIndex((line) => line.startsWith('## '));
  return lines.slice(from + 1, from + 1 + length);
}

/** The cells of the table in a section, without its header. */
function table(heading: string): readonly (readonly string[])[] {
  return section(heading)
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

describe('the README', () => {
  it('lists every setting with its default and its description', () => {
    const settings = Object.values(SETTINGS).map(({ id, default: value }) => [
      `\`${id}\``,
      String(value) === '' ? 'empty' : `\`${String(value)}\``,
      manifestTexts[`${id.replace('rulewright.', 'setting.')}.description`],
    ]);
    assert.deepEqual(table('Settings'), settings);
  });

  it('names commands as the palette does', () => {
    const named = table('Commands').flatMap(([, cell = '']) =>
      cell.replaceAll(/ \([^)]*\)/g, '').split(', '),
    );
    assert.ok(named.length > 20);
    assert.deepEqual(
      named.filter((name) => !titles.includes(name)),
      [],
    );
  });

  it('names only existing npm scripts', () => {
    const named = [...readme.matchAll(/npm (?:run )?([\w:]+)/g)].map(([, name]) => name ?? '');
    const own = named.filter((name) => !['install', 'and'].includes(name));
    assert.ok(own.includes('screenshots'));
    assert.deepEqual(
      own.filter((name) => scripts[name] === undefined),
      [],
    );
  });

  for (const page of PAGES) {
    it(`links from ${page} only to existing files and headings`, () => {
      const text = readFileSync(page, 'utf8');
      const links = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, to]) => to ?? '');
      for (const link of links) {
        const [file = '', heading] = link.split('#');
        assert.ok(existsSync(posix.join('.', file)), link);
        if (heading === undefined) continue;
        const anchors = [...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, line]) =>
          (line ?? '')
            .toLowerCase()
            .replaceAll(/[^\w -]/g, '')
            .replaceAll(' ', '-'),
        );
        assert.ok(anchors.includes(heading), link);
      }
    });
  }
});
