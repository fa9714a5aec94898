import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordPages } from '../test/support/pages/recordPages';

/** The recorded messages for the fixtures of the pages. `npx tsx scripts/recordPages.ts --write` updates the file. */
export const RECORDED_FILE = join(import.meta.dirname, '../webview-ui/dev/recorded.json');

/** The content of the file as the product currently generates it. */
export async function recordedPages(): Promise<string> {
  return `${JSON.stringify(await recordPages(), null, 1)}\n`;
}

async function main(): Promise<void> {
  if (process.argv.includes('--write')) await writeFile(RECORDED_FILE, await recordedPages());
}

if (process.argv[1] === import.meta.filename) void main();
