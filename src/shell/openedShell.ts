import { SHELLS, withoutVersion } from './programs/interpreters';

/** Longer commands are decided by other means. */
const MAX_LENGTH = 4096;
/** Programs that start the rest of the line, with options of their own. */
const CARRIERS: ReadonlySet<string> = new Set(['exec', 'command', 'env', 'nohup', 'time', 'nice']);
/** Programs that open a shell when nothing else is named. */
const OPENERS: ReadonlySet<string> = new Set(['su', 'script', 'screen', 'tmux']);

/**
 * Whether a command opens a shell that waits for what is typed into it: `bash`, `exec zsh -l`, `sudo -i`, but not
 * `bash -c …`, `bash x.sh` or `… | sh`.
 */
export function opensShell(command: string): boolean {
  if (command.length > MAX_LENGTH) return false;
  return command.split(/&&|\|\||[;\n]/).some(isBareShell);
}

function isBareShell(piece: string): boolean {
  if (/[|<]/.test(piece)) return false;
  const words = piece.split(/\s+/).filter((word) => word !== '' && !/^[({!&]+$/.test(word));
  let at = 0;
  const skipOptions = (): void => {
    while (/^-|^\w+=/.test(words[at] ?? '')) at += 1;
  };
  skipOptions();
  while (CARRIERS.has(words[at] ?? '')) {
    at += 1;
    skipOptions();
  }
  const [head = '', ...rest] = words.slice(at);
  const name = withoutVersion(head.replace(/["'\\]/g, '').replace(/^.*\//, ''));
  const others = rest.filter((word) => !/^\d*>|^&$/.test(word));
  if (name === 'sudo') return isBareSudo(others);
  if (OPENERS.has(name)) return others.every((word) => word.startsWith('-') && word !== '-c');
  if (!SHELLS.has(name) && !/^\$\{?(?:SHELL|BASH)\}?$/.test(name)) return false;
  return others.every((word) => /^[-+]/.test(word) && !/^-\w*c/.test(word));
}

/** `sudo -i`, `sudo -s`, `sudo bash`. */
function isBareSudo(words: readonly string[]): boolean {
  const first = words.findIndex((word) => !word.startsWith('-'));
  if (first === -1) return words.some((word) => /^-\w*[is]|^--(?:login|shell)$/.test(word));
  return isBareShell(words.slice(first).join(' '));
}
