import { join } from 'node:path';
import { type EntryReader, readShellHistory } from './shellHistory';
import { MAX_SHELL_BYTES, type SourceFormat } from './source';

/** `HOST_history.txt` of PowerShell's PSReadLine: a line is a command, a backtick at its end joins the next one. */
export const psreadline: SourceFormat = {
  id: 'psreadline',
  name: 'PowerShell',
  bytesPerCommand: 30,
  maxBytes: MAX_SHELL_BYTES,
  places({ home, env, platform }) {
    const root =
      platform === 'win32'
        ? join(
            env['APPDATA'] ?? join(home, 'AppData/Roaming'),
            'Microsoft/Windows/PowerShell/PSReadLine',
          )
        : join(env['XDG_DATA_HOME'] ?? join(home, '.local/share'), 'powershell/PSReadLine');
    return [{ root, includes: (path) => /^[^/]+_history\.txt$/.test(path) }];
  },
  read: (path, options) => readShellHistory(path, psreadlineEntries(), options),
};

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
