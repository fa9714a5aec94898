import type { Line } from './stages/line';
import type { Span, Stage } from './stages/stage';
import { explore } from './walk/explore';

/**
 * Whether a command opens a shell that waits for typed input: `bash`, `exec zsh -l`, `sudo -i`,
 * `docker exec -it web sh`, but not `bash -c …`, `bash x.sh` or `… | sh`. Never throws.
 */
export function opensShell(command: string): boolean {
  const { lines } = explore(command);
  return lines.some((line) => {
    const [stage, ...others] = line.stages;
    if (stage === undefined || others.length > 0 || line.speculative) return false;
    return waitsForInput(stage.stage) && !isGivenInput(stage.stage, lines);
  });
}

function waitsForInput(stage: Stage): boolean {
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

/**
 * Whether it is part of a later stage of a pipeline and so reads the output of the stage before.
 */
function isGivenInput({ start, end }: Span, lines: readonly Line[]): boolean {
  return lines.some(({ stages }) =>
    stages.slice(1).some(({ stage }) => stage.start <= start && end <= stage.end),
  );
}
