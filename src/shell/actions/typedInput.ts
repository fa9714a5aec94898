import type { Stage } from '../stages/stage';

/**
 * Whether a program opens a shell that waits for typed input: `bash`, `sudo -i`, `ssh host`, but not `bash -c …` or
 * `bash x.sh`. Input from the previous stage of a pipeline is not considered.
 */
export function takesTyping(stage: Stage): boolean {
  const { program, words, redirects, documents, nested } = stage;
  if (documents.length > 0 || redirects.some(({ op }) => op.includes('<'))) return false;
  if (OPENERS.has(program)) {
    return words.slice(1).every(({ value }) => value.startsWith('-') && value !== '-c');
  }
  if (NAMED_BY_VARIABLE.test(words[0]?.text ?? '')) return words.length === 1;
  if (stage.inner !== undefined && nested.length === 0) return asksForShell(stage);
  return stage.runsInput === 'shell' && stage.inner === undefined;
}

/** Programs that open a shell if no command is named. */
const OPENERS: ReadonlySet<string> = new Set(['su', 'script', 'screen', 'tmux']);
const NAMED_BY_VARIABLE = /^"?\$\{?(?:SHELL|BASH)\}?"?$/;

/** Whether a program that runs others opens a shell: `sudo -i`, `ssh host`. */
function asksForShell({ program, words }: Stage): boolean {
  if (program !== 'sudo' && program !== 'doas') return true;
  return words.some(({ value }) => /^-\w*[is]$|^--(?:login|shell)$/.test(value));
}
