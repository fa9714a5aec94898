import * as l10n from '@vscode/l10n';
import type { CommandEvent } from '../core/event';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/fileAccess';
import type { RunControl } from '../core/ports';
import { writeAtomic } from '../files/writeAtomic';
import { csvEventLine, csvHeaderLine, noteExtraColumns } from './csv/csvExport';

/** Number of rows per write. */
const BATCH = 200;

/** Writes the history as CSV, atomically. Resolves to the number of rows. */
export async function exportHistory(
  files: Files,
  events: () => AsyncIterable<CommandEvent>,
  path: string,
  run: RunControl,
): Promise<number> {
  // Read the events twice: the header contains the extra columns of all events.
  const extra = new Set<string>();
  let total = 0;
  for await (const event of events()) {
    noteExtraColumns(event, extra);
    total += 1;
  }
  let rows = 0;
  async function* content(): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    const columns = [...extra];
    let text = csvHeaderLine(columns);
    for await (const event of events()) {
      text += csvEventLine(event, columns);
      rows += 1;
      if (rows % BATCH !== 0) continue;
      checkRunning(run);
      run.onProgress?.(l10n.t('Writing rows'), Math.min(rows, total), total);
      yield encoder.encode(text);
      text = '';
    }
    yield encoder.encode(text);
  }
  await writeAtomic(files, path, content());
  return rows;
}

function checkRunning(run: RunControl): void {
  if (run.signal?.aborted === true) {
    throw new RulewrightError('cancelled', l10n.t('Cancelled. No file was written.'));
  }
}
