import { basename } from 'node:path';
import * as z from 'zod';
import { exitIn } from './copilotExit';
import { readJsonFile } from './sourceJson';
import type { SourceBatch, SourceCommand } from './source';

const Session = z.object({ sessionId: z.string().optional(), timeline: z.array(z.unknown()) });
const Completed = z.object({
  type: z.literal('tool_call_completed'),
  callId: z.string().optional(),
  id: z.string().optional(),
  timestamp: z.string().optional(),
  toolTitle: z.string().optional(),
  name: z.string().optional(),
  arguments: z.object({ command: z.string() }),
  result: z.object({ type: z.string(), log: z.string() }).partial().optional(),
});

/**
 * Reads a session of Copilot CLI before 0.0.342. These files contain neither the working directory
 * nor who approved a command.
 */
export async function* readTimeline(path: string): AsyncGenerator<SourceBatch> {
  const { value, sizeBytes } = await readJsonFile(path);
  const session = Session.parse(value);
  const sessionId = session.sessionId ?? basename(path, '.json');
  const commands = session.timeline.flatMap((event, at) => {
    const call = Completed.safeParse(event).data;
    const tool = call?.toolTitle ?? call?.name ?? '';
    return call !== undefined && /^(?:bash|powershell)$/.test(tool)
      ? [commandOf(call, { tool, sessionId, at })]
      : [];
  });
  yield { commands, faults: [], skipped: 0, position: { offset: sizeBytes, context: {} } };
}

function commandOf(
  { callId, id, timestamp, arguments: given, result }: z.infer<typeof Completed>,
  { tool, sessionId, at }: { tool: string; sessionId: string; at: number },
): SourceCommand {
  const exitCode = exitIn(result?.log ?? '');
  return {
    key: `${sessionId}|${callId ?? id ?? at}`,
    ...{ command: given.command, tool, sessionId },
    ...(timestamp === undefined ? {} : { ts: timestamp }),
    ...(exitCode === undefined ? {} : { exitCode, failed: exitCode !== 0 }),
    ...(result?.type === 'rejected' ? { decision: 'refused' } : {}),
  };
}
