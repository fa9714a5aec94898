import * as z from 'zod';

const Entry = z.union([
  z.object({ kind: z.literal(0), v: z.unknown().optional() }),
  z.object({
    kind: z.literal([1, 3]),
    k: z.array(z.union([z.string(), z.number()])),
    v: z.unknown().optional(),
  }),
  z.object({
    kind: z.literal(2),
    k: z.array(z.union([z.string(), z.number()])),
    v: z.array(z.unknown()).optional(),
    i: z.number().int().min(0).optional(),
  }),
]);

/** The members of a session that describe its commands. Other members, mainly texts, are not kept in memory. */
const KEPT: ReadonlySet<string> = new Set([
  ...['sessionId', 'requests', 'timestamp', 'response'],
  ...['kind', 'toolCallId', 'isConfirmed', 'isComplete', 'type', 'toolSpecificData'],
  ...['cwd', 'path', 'command', 'commandLine', 'original', 'userEdited', 'toolEdited'],
  ...['forDisplay', 'isSandboxWrapped'],
  ...['terminalCommandState', 'exitCode'],
]);

/** Maximum length of a list: a damaged line may contain any index. */
const MAX_ITEMS = 1_000_000;

/**
 * The state that VS Code writes as a log of changes: the initial value, then members that are set or deleted, and lists
 * that are truncated and extended.
 */
export class LoggedState {
  private state: unknown = undefined;

  /** Applies an entry of the log. False if its format is unknown. */
  take(line: unknown): boolean {
    const entry = Entry.safeParse(line).data;
    if (entry === undefined) return false;
    if (entry.kind === 0) this.state = pruned(entry.v);
    else if (entry.k.some((key) => typeof key === 'string' && !KEPT.has(key))) return true;
    else if (entry.kind === 2) this.push(entry.k, entry.v ?? [], entry.i);
    else this.set(entry.k, entry.kind === 3 ? undefined : pruned(entry.v));
    return true;
  }

  /** The kept members of the state. */
  get value(): unknown {
    return this.state;
  }

  private set(path: readonly (string | number)[], value: unknown): void {
    const holder = this.at(path.slice(0, -1));
    const key = path.at(-1);
    if (key === undefined) this.state = value;
    else if (isList(holder) && typeof key === 'number' && key >= 0 && key < MAX_ITEMS)
      holder[key] = value;
    else if (isMap(holder) && typeof key === 'string') holder.set(key, value);
  }

  private push(path: readonly (string | number)[], values: readonly unknown[], cut?: number): void {
    let list = this.at(path);
    if (!isList(list)) {
      list = [];
      this.set(path, list);
    }
    if (!isList(list)) return;
    if (cut !== undefined && cut < list.length) list.length = cut;
    for (const value of values) list.push(pruned(value));
  }

  private at(path: readonly (string | number)[]): unknown {
    let value = this.state;
    for (const key of path) {
      if (isMap(value)) value = value.get(String(key));
      else if (isList(value)) value = value[Number(key)];
      else return undefined;
    }
    return value;
  }
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const isMap = (value: unknown): value is Map<string, unknown> => value instanceof Map;

/** The kept members of a value. Objects become maps, because their keys come from the file. */
function pruned(value: unknown): unknown {
  if (isList(value)) return value.map(pruned);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => KEPT.has(key));
  return new Map(kept.map(([key, member]) => [key, pruned(member)]));
}
