import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A language without translations in VS Code, so that only our texts are translated. */
export const PSEUDO_LANGUAGE = 'qps-ploc';
const [OPEN, CLOSE] = ['⟦', '⟧'];

/** Adds a translation to the bundle of an installed extension, in which every text is marked. */
export function installPseudoTexts(extensionFolder: string): void {
  const folder = join(extensionFolder, 'l10n');
  const texts = Object.keys(
    JSON.parse(readFileSync(join(folder, 'bundle.l10n.json'), 'utf8')) as object,
  );
  const marked = Object.fromEntries(texts.map((text) => [text, `${OPEN}${text}${CLOSE}`]));
  writeFileSync(join(folder, `bundle.l10n.${PSEUDO_LANGUAGE}.json`), JSON.stringify(marked));
}

/** The rest of a text without its marked parts. A truncated text may lack the end mark. */
export function unmarked(text: string): string {
  let rest = text;
  for (;;) {
    const next = rest.replace(/⟦[^⟦⟧]*⟧/g, ' ');
    if (next === rest) return rest.replace(/⟦.*$/su, ' ').trim();
    rest = next;
  }
}

/** The content of all files in a folder as one text for searching, without the effects of encodings. */
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
    // The product may have removed it in the meantime.
    return '';
  }
}

/** A text without white space, underscores, quotes, escapes and case, which differ between a file and the screen. */
export function comparable(text: string): string {
  return text.replace(/[\s_\\"'`]|…$/g, '').toLowerCase();
}
