import type * as z from 'zod';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/fileAccess';
import { writeAtomic } from '../files/writeAtomic';
import { parseJson } from './json';

/** Reads and validates a JSON file. Throws `not-found` or `invalid-input` with the file and the position. */
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
    `${path} is not a valid ${what}${place}: ${issue?.message ?? ''}`,
    {
      hint: `Specify a ${what} file.`,
    },
  );
}

/** Reads a JSON file without validation. Throws `not-found` or `invalid-input`. */
export async function readRawJson(files: Files, path: string): Promise<unknown> {
  const bytes = await files.read(path);
  if (bytes === undefined) {
    throw new RulewrightError('not-found', `There is no file ${path}.`, {
      hint: 'Check the path.',
    });
  }
  return parseJson(new TextDecoder().decode(bytes), path);
}

/** Writes a value as JSON, atomically. */
export async function writeJsonFile(
  files: Files,
  path: string,
  value: unknown,
  indent?: number,
): Promise<void> {
  const json = new TextEncoder().encode(JSON.stringify(value, undefined, indent));
  await writeJsonText(files, path, json);
}

/** Writes JSON text, atomically. */
export async function writeJsonText(files: Files, path: string, json: Uint8Array): Promise<void> {
  await writeAtomic(files, path, Buffer.concat([json, Buffer.from('\n')]));
}
