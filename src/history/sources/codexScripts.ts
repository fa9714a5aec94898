import * as z from 'zod';
import { codexEnd, textsOf } from './codexOutput';
import { type ScriptCall, scriptCalls } from './codexScript';
import type { CallEnd } from './transcript';

/** A command that Codex ran, from an event of its own. */
export interface RanCommand {
  readonly id: string;
  readonly command: string;
  readonly cwd?: string | undefined;
  readonly ts?: string | undefined;
  readonly end: CallEnd;
}

export interface CommandSink {
  begin(callId: string, call: ScriptCall, ts: string | undefined): void;
  end(callId: string, how: CallEnd): void;
  /** Removes a call that the script did not make. */
  drop(callId: string): void;
}

const Result = z.object({
  exit_code: z.number().int().nullish(),
  /** The command still runs. */
  session_id: z.union([z.number(), z.string()]).nullish(),
});
type Result = z.infer<typeof Result>;

interface OpenScript {
  /** The ids of its written-out calls. */
  readonly ids: readonly string[];
  readonly hasOthers: boolean;
}

/**
 * The commands of scripts in Codex's code mode (since mid-2026), which call `tools.exec_command`. Newer versions record
 * each command that ran; for others, the script is read.
 */
export class CodexScripts {
  private readonly scripts = new Map<string, OpenScript>();
  /** Commands of calls that have not ended, by id. */
  private readonly waiting = new Map<string, string>();
  private readonly cells = new Map<string, string>();

  /** `context`: values that are preserved between imports. */
  constructor(
    private readonly sink: CommandSink,
    private readonly context: Record<string, string>,
  ) {}

  private get recordsCommands(): boolean {
    return this.context['recordsCommands'] === 'yes';
  }

  begin(scriptId: string, script: string, ts: string | undefined): void {
    const { calls, hasOthers } = scriptCalls(script);
    const ids = calls.map((call, at) => {
      const id = `${scriptId}#${at}`;
      this.waiting.set(id, call.cmd);
      this.sink.begin(id, call, ts);
      return id;
    });
    this.scripts.set(scriptId, { ids, hasOthers });
  }

  /** Records a command that ran; of the script, unless it is no longer known. */
  ran({ id, command, cwd, ts, end }: RanCommand): void {
    this.context['recordsCommands'] = 'yes';
    const [known] = [...this.waiting].find(([, waiting]) => waiting === command) ?? [];
    if (known === undefined)
      this.sink.begin(id, { cmd: command, ...(cwd === undefined ? {} : { workdir: cwd }) }, ts);
    this.finish(known ?? id, cwd === undefined ? end : { ...end, cwd });
  }

  /** The script of a cell that a call waits for. */
  scriptOf(cell: string): string | undefined {
    return this.cells.get(cell);
  }

  /** Records what a script printed. False if commands of it are not known. */
  output(scriptId: string, output: unknown): boolean {
    const script = this.scripts.get(scriptId);
    if (script === undefined) return true;
    const [head = '', ...rest] = textsOf(output);
    const cell = /^Script running with cell ID (\S{1,256})/.exec(head)?.[1];
    if (cell !== undefined) {
      this.cells.set(cell, scriptId);
      return true;
    }
    this.scripts.delete(scriptId);
    // Older versions print everything in one text.
    const printed = [/^Output:\n([\s\S]*)/m.exec(head)?.[1] ?? '', ...rest];
    if (head.startsWith('Script failed')) this.failed(script, printed.join(''));
    else this.completed(script, printed.flatMap(resultsIn));
    return this.recordsCommands || !script.hasOthers;
  }

  private failed({ ids }: OpenScript, printed: string): void {
    const message = /^Script error:\n([\s\S]*)/m.exec(printed)?.[1] ?? '';
    const [stopped, ...later] = ids.filter((id) => this.waiting.has(id));
    const end = codexEnd(message);
    if (stopped !== undefined) this.finish(stopped, Object.keys(end).length > 0 ? end : undefined);
    for (const id of later) this.finish(id, undefined);
  }

  private completed({ ids }: OpenScript, results: readonly Result[]): void {
    const known = results.length === ids.length ? results : [];
    for (const [at, id] of ids.entries()) {
      const { exit_code: exitCode, session_id: session } = known[at] ?? {};
      if (!this.waiting.has(id) || (session !== undefined && session !== null)) continue;
      const hasExit = typeof exitCode === 'number';
      this.finish(id, hasExit ? { exitCode, failed: exitCode !== 0 } : undefined);
    }
  }

  /** Ends a call. Without `how`: if every executed command is recorded, the script did not make the call. */
  private finish(id: string, how: CallEnd | undefined): void {
    this.waiting.delete(id);
    if (how !== undefined || !this.recordsCommands) this.sink.end(id, how ?? {});
    else this.sink.drop(id);
  }
}

/** Results of commands that a script printed as JSON, one or several. */
function resultsIn(text: string): readonly Result[] {
  try {
    const value: unknown = JSON.parse(text);
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return values.flatMap((one) => {
      const result = Result.safeParse(one).data;
      return result?.exit_code === undefined && result?.session_id === undefined ? [] : [result];
    });
  } catch {
    return [];
  }
}
