import { join } from 'node:path';
import { dataFolder } from './atuin';
import { type EntryReader, readShellHistory } from './shellHistory';
import { MAX_SHELL_BYTES, type Machine, type SourceFormat } from './source';

/** `HOST_history.txt` of PowerShell's PSReadLine: one command per line; a backtick at the end joins the next line. */
export const psreadline: SourceFormat = {
  id: 'psreadline',
  name: 'PowerShell',
  bytesPerCommand: 30,
  maxBytes: MAX_SHELL_BYTES,
  places(machine) {
    return historyFolders(machine).map((root) => ({
      root,
      includes: (path) => /^[^/]+_history\.txt$/.test(path),
      maxDepth: 0,
    }));
  },
  read: (path, options) => readShellHistory(path, psreadlineEntries(), options),
};

function historyFolders({ home, env, platform }: Machine): readonly string[] {
  const roaming = env['APPDATA'] ?? join(home, 'AppData/Roaming');
  const onWindows = join(roaming, 'Microsoft/Windows/PowerShell/PSReadLine');
  const elsewhere = join(dataFolder(home, env), 'powershell/PSReadLine');
  if (platform === 'any') return [onWindows, elsewhere];
  return [platform === 'win32' ? onWindows : elsewhere];
}

function psreadlineEntries(): EntryReader {
  let held: string[] = [];
  return {
    take(text) {
      if (text.endsWith('`')) {
        held.push(text.slice(0, -1));
        return [];
      }
      const command = [...held, text].join('\n');
      held = [];
      return [{ command }];
    },
    end: () => [],
  };
}
