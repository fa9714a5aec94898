import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A language that VS Code has no texts for: everything that is not ours stays English. */
export const PSEUDO_LANGUAGE = 'qps-ploc';
const [OPEN, CLOSE] = ['⟦', '⟧'];

/** Adds a translation in which every text is marked to the bundle of an installed extension. */
export function installPseudoTexts(extensionFolder: string): void {
  const folder = join(extensionFolder, 'l10n');
  const texts = Object.keys(
    JSON.parse(readFileSync(join(folder, 'bundle.l10n.json'), 'utf8')) as object,
  );
  const marked = Object.fromEntries(texts.map((text) => [text, `${OPEN}${text}${CLOSE}`]));
  writeFileSync(join(folder, `bundle.l10n.${PSEUDO_LANGUAGE}.json`), JSON.stringify(marked));
}

/** What is left of a text without its marked parts. A text that was cut may lack the end of its mark. */
export function unmarked(text: string): string {
  let rest = text;
  for (;;) {
    const next = rest.replace(/⟦[^⟦⟧]*⟧/g, ' ');
    if (next === rest) return rest.replace(/⟦.*$/su, ' ').trim();
    rest = next;
  }
}

/** The content of every file in a folder as one text to search in, without what encodings change. */
export function contentOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => textOf(join(file.parentPath, file.name)));
  return comparable(texts.join('\n'));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The product may have removed it since it was listed.
    return '';
  }
}

/** A text without white space, underscores, quotes, escapes and case, which differ between a file and the screen. */
export function comparable(text: string): string {
  return text.replace(/[\s_\\"'`]|…$/g, '').toLowerCase();
}
