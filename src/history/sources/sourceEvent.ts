import { createHash } from 'node:crypto';
import { REFUSED, type CommandEvent } from '../../core/event';
import { isoTime } from '../../core/isoTime';
import type { SourceId } from '../../core/historySource';
import type { SourceCommand } from './source';

/** The event of an imported command. The same command always gets the same id. */
export function eventFromSource(source: SourceId, found: SourceCommand): CommandEvent {
  const { key, command, ts, tool, cwd, sessionId, exitCode, decision, savedRule } = found;
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 24);
  return {
    id: `${source}-${hash}`,
    ts: timeOf(ts),
    eventType: eventTypeOf(found),
    ...(sessionId === undefined ? {} : { tabId: sessionId }),
    tool: tool ?? source,
    command,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(decision === undefined && savedRule === undefined
      ? {}
      : { metadata: JSON.stringify({ decision, savedRule }) }),
    context: {
      host: source,
      ...(sessionId === undefined ? {} : { sessionId }),
      ...(cwd === undefined ? {} : { cwd }),
    },
    source: 'import',
  };
}

/** The time in UTC with milliseconds, parsed from any format of the sources; empty if invalid. */
function timeOf(ts = ''): string {
  const ms = Date.parse(ts);
  return Number.isNaN(ms) ? '' : isoTime(ms);
}

function eventTypeOf({ decision, failed, ran }: SourceCommand): string {
  if (decision === 'refused') return REFUSED;
  if (decision === 'machine-denied') return 'command_blocked';
  if (ran === false) return 'command_requested';
  return failed === true ? 'command_failed' : 'command_executed';
}
