import { join } from 'node:path';
import { type EntryReader, readShellHistory, type ShellEntry } from './shellHistory';
import { MAX_SHELL_BYTES, type SourceFormat } from './source';

/** `.bash_history`: one command per line; with `HISTTIMEFORMAT`, each is preceded by a line `#SECONDS`. */
export const bash: SourceFormat = {
  id: 'bash',
  name: 'bash',
  bytesPerCommand: 30,
  maxBytes: MAX_SHELL_BYTES,
  places: ({ home, env }) => [{ root: historyFile(env, 'bash') ?? join(home, '.bash_history') }],
  read: (path, options) => readShellHistory(path, bashEntries(), options),
};

/**
 * `HISTFILE` names the history file of the user's own shell. Other shells inherit the variable but use their own files.
 */
export function historyFile(
  env: Readonly<Record<string, string | undefined>>,
  shell: 'bash' | 'zsh',
): string | undefined {
  const file = env['HISTFILE'];
  const isOfShell = (env['SHELL'] ?? '').endsWith(`/${shell}`);
  return file === undefined || file === '' || !isOfShell ? undefined : file;
}

function bashEntries(): EntryReader {
  let seconds: number | undefined;
  let lines: string[] = [];
  const finish = (): readonly ShellEntry[] => {
    if (seconds === undefined || lines.length === 0) return [];
    return [{ command: lines.join('\n'), seconds }];
  };
  return {
    take(text) {
      const time = /^#(\d{1,11})$/.exec(text)?.[1];
      if (time === undefined && seconds === undefined) return [{ command: text }];
      if (time === undefined) {
        lines.push(text);
        return [];
      }
      const finished = finish();
      seconds = Number(time);
      lines = [];
      return finished;
    },
    end: finish,
  };
}
