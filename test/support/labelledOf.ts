import type { LabelledCommand } from '../../src/core/event';
import type { EventHistory } from '../../src/core/ports';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { readLabelled } from '../../src/history/readLabelled';

/** What training reads of a history. */
export async function labelledOf(
  history: Pick<EventHistory, 'labelled'>,
): Promise<readonly LabelledCommand[]> {
  return readLabelled(createNodeFiles(), await history.labelled());
}
