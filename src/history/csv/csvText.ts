import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../../core/errors';
import type { RunControl } from '../../core/ports';

/** A piece of a text file. `damaged`: the file contains invalid UTF-8 up to here. */
export interface TextPiece {
  readonly text: string;
  readonly damaged: boolean;
}

/** Small enough that parsing a piece does not block the event loop. */
const PIECE_BYTES = 32 * 1024;
const REPLACEMENT = Buffer.from('\uFFFD', 'utf8');

/**
 * Reads a UTF-8 text file in pieces, without its byte order mark. Throws `invalid-csv` with the line for binary or empty
 * files, `io-failed` for a file that cannot be read, `cancelled` if `run.signal` is aborted.
 */
export async function* readTextPieces(
  path: string,
  run: RunControl = {},
): AsyncGenerator<TextPiece> {
  const source = basename(path);
  const total = await sizeOf(path);
  if (total === 0) throw emptyFile(source);
  const decoder = new TextDecoder('utf-8');
  let done = 0;
  let line = 1;
  let damaged = false;
  for await (const bytes of pieces(path)) {
    checkRunning(run);
    const nul = bytes.indexOf(0);
    if (nul !== -1) throw binaryFile(source, line + count(bytes.subarray(0, nul), '\n'));
    const text = decoder.decode(bytes, { stream: true });
    damaged ||= count(text, '\uFFFD') > count(bytes, REPLACEMENT);
    line += count(bytes, '\n');
    done += bytes.length;
    yield { text, damaged };
    run.onProgress?.(l10n.t('Reading rows'), Math.min(done, total), total);
  }
  yield { text: decoder.decode(), damaged };
}

/** The error for a file without rows. */
export function emptyFile(source: string): RulewrightError {
  return new RulewrightError('invalid-csv', l10n.t('Line 1 of {0}: the file is empty.', source), {
    hint: l10n.t(
      'Choose a CSV file whose first line contains the column names, at least "command".',
    ),
  });
}

function binaryFile(source: string, line: number): RulewrightError {
  return new RulewrightError(
    'invalid-csv',
    l10n.t('Line {0} of {1} contains binary data.', String(line), source),
    { hint: l10n.t('Choose a CSV text file in UTF-8.') },
  );
}

function checkRunning(run: RunControl): void {
  if (run.signal?.aborted === true) {
    throw new RulewrightError('cancelled', l10n.t('Cancelled. The rest was not read.'));
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function* pieces(path: string): AsyncGenerator<Buffer> {
  const stream = createReadStream(path, { highWaterMark: PIECE_BYTES });
  try {
    for await (const bytes of stream) yield bytes as Buffer;
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    stream.destroy();
  }
}

function unreadable(path: string, cause: unknown): RulewrightError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new RulewrightError('io-failed', l10n.t('{0} cannot be read: {1}', path, why), {
    hint: l10n.t('Check that the file exists and that you have permission to read it.'),
    cause,
  });
}

function count(text: Buffer | string, what: Buffer | string): number {
  const step = what.length;
  let found = 0;
  for (
    let at = text.indexOf(what as string);
    at !== -1;
    at = text.indexOf(what as string, at + step)
  )
    found += 1;
  return found;
}
