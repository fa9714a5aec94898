import type * as z from 'zod';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/files';
import { writeAtomic } from '../files/writeAtomic';
import { parseJson } from './json';

/** Reads a JSON file through its schema. Throws `not-found` or `invalid-input` naming the file and the place. */
export async function readJsonFile<T>(
  files: Files,
  path: string,
  schema: z.ZodType<T>,
  what: string,
): Promise<T> {
  const parsed = schema.safeParse(await readRawJson(files, path));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new RulewrightError(
    'invalid-input',
    `${path} is no ${what}${place}: ${issue?.message ?? ''}`,
    {
      hint: `Name a file that is a ${what}.`,
    },
  );
}

/** Reads a JSON file as it stands. Throws `not-found` or `invalid-input`. */
export async function readRawJson(files: Files, path: string): Promise<unknown> {
  const bytes = await files.read(path);
  if (bytes === undefined) {
    throw new RulewrightError('not-found', `There is no file ${path}.`, {
      hint: 'Check the path.',
    });
  }
  return parseJson(new TextDecoder().decode(bytes), path);
}

/** Replaces a file by JSON text, whole or not at all. */
export async function writeJsonFile(
  files: Files,
  path: string,
  value: unknown,
  indent?: number,
): Promise<void> {
  const json = new TextEncoder().encode(JSON.stringify(value, undefined, indent));
  await writeJsonText(files, path, json);
}

/** Replaces a file by text that is JSON already, whole or not at all. */
export async function writeJsonText(files: Files, path: string, json: Uint8Array): Promise<void> {
  await writeAtomic(files, path, Buffer.concat([json, Buffer.from('\n')]));
}
