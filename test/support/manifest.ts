import { readFileSync } from 'node:fs';
import * as z from 'zod';

const Texts = z.record(z.string(), z.string());

/** The texts of `package.nls.json` by key. */
export const manifestTexts: Readonly<Record<string, string>> = Texts.parse(
  JSON.parse(readFileSync('package.nls.json', 'utf8')),
);

/**
 * `package.json` as VS Code reads it: every `%key%` replaced by its text.
 * @throws Error that names a key without a text.
 */
export function readManifest(): unknown {
  return JSON.parse(readFileSync('package.json', 'utf8'), (_, value: unknown) => {
    const key = typeof value === 'string' ? /^%(.+)%$/.exec(value)?.[1] : undefined;
    if (key === undefined) return value;
    const text = manifestTexts[key];
    if (text === undefined) throw new Error(`package.nls.json has no text for ${key}.`);
    return text;
  });
}
