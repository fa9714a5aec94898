import { join } from 'node:path';
import { historyFile } from './bash';
import { type EntryReader, readShellHistory } from './shellHistory';
import { MAX_SHELL_BYTES, type SourceFormat } from './source';

/**
 * `.zsh_history`: one command per line, or `: START:SECONDS;COMMAND` with `EXTENDED_HISTORY`. A backslash at the end of
 * a line continues the command. Bytes with a special meaning for zsh are written as 0x83 and the byte ^ 0x20.
 */
export const zsh: SourceFormat = {
  id: 'zsh',
  name: 'zsh',
  bytesPerCommand: 45,
  maxBytes: MAX_SHELL_BYTES,
  places({ home, env }) {
    const set = historyFile(env, 'zsh');
    if (set !== undefined) return [{ root: set }];
    const folder = env['ZDOTDIR'] ?? home;
    return ['.zsh_history', '.zhistory', '.histfile'].map((name) => ({ root: join(folder, name) }));
  },
  read: (path, options) => readShellHistory(path, zshEntries(), options, plainText),
};

function zshEntries(): EntryReader {
  let continued: string[] = [];
  return {
    take(text) {
      // Two at the end of the line mean a backslash followed by a line break in the command.
      if (text.endsWith('\\')) {
        continued.push(text.slice(0, -1));
        return [];
      }
      // zsh adds a space behind a backslash that ends a command, so that it does not join the next line.
      const line = /\\ +$/.test(text) ? text.slice(0, -1) : text;
      const whole = [...continued, line].join('\n');
      continued = [];
      const [, seconds, command] = /^: (\d{1,11}):\d+;([\s\S]*)$/.exec(whole) ?? [];
      if (seconds === undefined || command === undefined) return [{ command: whole }];
      return [{ command, seconds: Number(seconds) }];
    },
    end: () => [],
  };
}

const META = 0x83;

function plainText(bytes: Buffer): string {
  const plain = Buffer.alloc(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const isMeta = bytes[at] === META && at + 1 < bytes.length;
    if (isMeta) at += 1;
    plain[length] = (bytes[at] ?? 0) ^ (isMeta ? 0x20 : 0);
    length += 1;
  }
  return plain.toString('utf8', 0, length);
}
