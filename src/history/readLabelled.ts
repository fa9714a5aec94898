import * as l10n from '@vscode/l10n';
import type { CommandEvent, LabelledCommand, StoredCommands } from '../core/event';
import type { Files } from '../core/fileAccess';
import type { RunControl } from '../core/ports';
import { eventsWithOutcomes, readLabels } from './historyRead';
import { HistorySegments } from './historySegments';
import { LabelledCommands } from './labelledCommands';
import { processToken } from './processToken';

/** Distinct commands by label, for training and backtests, without those of low confidence. Writes nothing. */
export async function readLabelled(
  files: Files,
  { historyFolder, events, withFolders }: StoredCommands,
  onProgress?: RunControl['onProgress'],
): Promise<readonly LabelledCommand[]> {
  const clock = { now: () => Date.now() };
  const segments = new HistorySegments({
    ...{ files, clock },
    folder: historyFolder,
    owner: processToken(),
  });
  const labels = await readLabels(segments);
  const commands = new LabelledCommands(withFolders);
  const byPeople: CommandEvent[] = [];
  let done = 0;
  // With their outcomes, which have what a person answered when the host asked.
  for await (const event of eventsWithOutcomes(segments)) {
    done += 1;
    if (done % 1000 === 0) {
      onProgress?.(l10n.t('Reading the history'), Math.min(done, events), events);
    }
    if (event.context?.confidence === 'low' || event.command.trim() === '') continue;
    if ((labels.get(event.id)?.label ?? 'none') !== 'none') byPeople.push(event);
    else commands.add(event);
  }
  // Labels from people come last, because training uses the last label of a command.
  for (const event of byPeople) commands.addJudged(event);
  return commands.list();
}
