import * as l10n from '@vscode/l10n';
import { type Line, readLines, tooLong } from './lines';
import type { ReadOptions, SourceBatch, SourceCommand } from './source';

/** Finds the calls in the lines of one transcript. */
export interface TranscriptReader {
  /** Takes a parsed line. Returns false if its type is unknown. */
  take(line: unknown): boolean;
}

/** How a call ended. */
export type CallEnd = Pick<SourceCommand, 'exitCode' | 'failed' | 'decision' | 'ran' | 'cwd'>;

interface OpenCall {
  readonly command: SourceCommand;
  /** Where its line starts. */
  readonly start: number;
}

const MAX_OPEN = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The calls of one transcript. A command is complete once its result has been read. */
export class Calls {
  /** Values of earlier lines that later lines need. Preserved between imports. */
  readonly context: Record<string, string>;
  /** Offset of the line that is being parsed. */
  start = 0;
  private readonly open = new Map<string, OpenCall>();
  private ended: SourceCommand[] = [];

  constructor(context: Readonly<Record<string, string>>) {
    this.context = { ...context };
  }

  begin(callId: string, call: Omit<SourceCommand, 'key'>): void {
    // A resumed session may use an id again.
    const command = { ...call, key: `${callKey(callId, call.sessionId)}|${call.command}` };
    this.open.set(callId, { command, start: this.start });
    // This many calls never run at the same time: the oldest will not get a result.
    const [oldest] = this.open.keys();
    if (this.open.size > MAX_OPEN && oldest !== undefined) this.end(oldest, {});
  }

  /** Records the result of a call. Ignored if the call is not a shell command. */
  end(callId: string, how: CallEnd): void {
    const call = this.open.get(callId);
    if (call === undefined) return;
    this.open.delete(callId);
    this.ended.push({ ...call.command, ...how });
  }

  /** Removes a record that was not a call. */
  drop(callId: string): void {
    this.open.delete(callId);
  }

  /** Whether a call is a shell command without a result so far. */
  has(callId: string): boolean {
    return this.open.has(callId);
  }

  /** The commands that have ended since the previous call. */
  takeEnded(): readonly SourceCommand[] {
    const ended = this.ended;
    this.ended = [];
    return ended;
  }

  /** Calls whose result is missing, oldest first. */
  get pending(): readonly OpenCall[] {
    return [...this.open.values()];
  }
}

/**
 * Streams the commands of a JSONL transcript from a position. The returned position is before the oldest call without a
 * result. After a day without a result, the outcome of a call counts as unknown.
 */
export async function* readTranscript(
  path: string,
  create: (calls: Calls) => TranscriptReader,
  { from, nowMs, isFinal = false, signal }: ReadOptions,
  content = readLines(path, from.offset),
): AsyncGenerator<SourceBatch> {
  const calls = new Calls(from.context);
  const reader = create(calls);
  let offset = from.offset;
  const position = () => ({
    offset: calls.pending[0]?.start ?? offset,
    context: { ...calls.context },
  });
  for await (const lines of content) {
    signal?.throwIfAborted();
    const faults: { line: number; problem: string }[] = [];
    for (const line of lines) {
      calls.start = line.start;
      // The line may be incomplete.
      if (line.isOpen === true && !isFinal && !isJson(line)) break;
      const problem = parsedLine(line, (value) => reader.take(value));
      if (problem !== undefined) faults.push({ line: line.line, problem });
      offset = line.end;
    }
    const commands = calls.takeEnded();
    yield { commands, faults, skipped: faults.length, position: position() };
  }
  const old = calls.pending.filter(({ command }) => isFinal || isOld(command, nowMs));
  yield {
    commands: old.map(({ command }) => command),
    faults: [],
    skipped: 0,
    position: old.length === calls.pending.length ? { ...position(), offset } : position(),
  };
}

/**
 * Identifies a call among all sessions of a program. Resumed and forked sessions, and those of sub-agents, copy calls of
 * others under an id of their own; ids that a model's API gives are unique without it.
 */
export function callKey(callId: string, sessionId = ''): string {
  return UNIQUE_ID.test(callId) ? callId : `${sessionId}|${callId}`;
}

/** `toolu_` or `call_` and so many random letters and digits, or a UUID. */
const UNIQUE_ID =
  /^(?=.*\d)(?:.*[A-Za-z0-9]{20}|.*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

function isJson({ bytes }: Line): boolean {
  try {
    JSON.parse(bytes?.toString('utf8') ?? '');
    return true;
  } catch {
    return false;
  }
}

/** Parses a line of JSON and passes it to `take`. Returns the problem if it fails. Blank lines are ignored. */
export function parsedLine({ bytes }: Line, take: (value: unknown) => boolean): string | undefined {
  if (bytes === undefined) return tooLong();
  if (bytes.every((byte) => byte <= 0x20)) return undefined;
  try {
    return take(JSON.parse(bytes.toString('utf8')))
      ? undefined
      : l10n.t('the line has an unknown type');
  } catch {
    return l10n.t('the line is not valid JSON');
  }
}

/** Whether a command without a result started more than a day ago, so that no result is expected. */
export function isOld({ ts }: SourceCommand, nowMs: number): boolean {
  const startedMs = Date.parse(ts ?? '');
  return Number.isNaN(startedMs) || nowMs - startedMs > DAY_MS;
}
