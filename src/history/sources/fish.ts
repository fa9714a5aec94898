import { join } from 'node:path';
import { dataFolder } from './atuin';
import { type EntryReader, readShellHistory, type ShellEntry } from './shellHistory';
import { MAX_SHELL_BYTES, type SourceFormat } from './source';

/** `fish_history`: `- cmd: COMMAND`, then `  when: SECONDS` and `  paths:`. It looks like YAML but is not. */
export const fish: SourceFormat = {
  id: 'fish',
  name: 'fish',
  bytesPerCommand: 50,
  maxBytes: MAX_SHELL_BYTES,
  places: ({ home, env }) => [{ root: join(dataFolder(home, env), 'fish/fish_history') }],
  read: (path, options) => readShellHistory(path, fishEntries(), options),
};

function fishEntries(): EntryReader {
  let entry: ShellEntry | undefined;
  // An entry without its time is not completely written yet.
  const finish = (): readonly ShellEntry[] => (entry?.seconds === undefined ? [] : [entry]);
  return {
    take(text) {
      if (text.startsWith('- cmd: ')) {
        const finished = finish();
        entry = { command: unescaped(text.slice('- cmd: '.length)) };
        return finished;
      }
      const time = /^ {2}when: (\d{1,11})$/.exec(text)?.[1];
      if (time !== undefined && entry !== undefined) {
        entry = { ...entry, seconds: Number(time) };
        return [];
      }
      return /^ {2}(paths:|added_when: \d+| {2}- .*)$/.test(text) ? [] : undefined;
    },
    end: finish,
  };
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(n|\\)/g, (_, kind: string) => (kind === 'n' ? '\n' : '\\'));
}
