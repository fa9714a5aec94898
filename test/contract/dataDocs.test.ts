import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { LAYOUT } from '../../src/core/layout';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { loadSqlite } from '../../src/store/database';
import { migrate } from '../../src/store/migrate';
import { WASM } from '../support/storeUnderTest';

const DOCS = readFileSync('docs/data.md', 'utf8');

/** The cells of a row of a Markdown table. */
function cells(line: string): readonly string[] {
  return line.split('|').slice(1, -1);
}

/** The texts in backticks, except those in parentheses, which are values and not names. */
function names(text: string): readonly string[] {
  return [...text.replace(/\([^)]*\)/g, '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

/** Tables and their columns according to the page. */
function documented(): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const section of DOCS.split(/^### /m).slice(1)) {
    const [title = '', ...lines] = section.split(/^## /m)[0]?.split('\n') ?? [];
    const rows = lines.filter((line) => line.startsWith('| `')).map(cells);
    const [table] = names(title);
    if (table !== undefined)
      found.set(
        table,
        rows.flatMap(([first = '']) => names(first)),
      );
    else
      for (const [name = '', columns = ''] of rows) found.set(names(name)[0] ?? '', names(columns));
  }
  return found;
}

/** Tables and their columns according to the schema. */
async function real(): Promise<Map<string, readonly string[]>> {
  const database = (await loadSqlite(createNodeFiles(), WASM)).open();
  database.transaction(() => {
    migrate(database, '2026-01-01T00:00:00.000Z');
  });
  const tables = database.values(`SELECT name FROM sqlite_master WHERE type = 'table'`);
  const found = new Map<string, readonly string[]>();
  for (const [table] of tables) {
    const columns = database.values('SELECT name FROM pragma_table_info(?)', [String(table)]);
    found.set(
      String(table),
      columns.map(([column]) => String(column)),
    );
  }
  database.close();
  return found;
}

function sorted(tables: Map<string, readonly string[]>): readonly (readonly [string, string])[] {
  return [...tables]
    .map(([name, columns]) => [name, [...columns].sort().join(' ')] as const)
    .sort();
}

describe('docs/data.md', () => {
  it('lists every table and column of the schema, and no others', async () => {
    assert.deepEqual(sorted(documented()), sorted(await real()));
  });

  it('lists every file and folder of the storage', () => {
    for (const name of Object.values(LAYOUT)) assert.ok(DOCS.includes(`\`${name}`), name);
  });
});
