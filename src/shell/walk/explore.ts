import { START_FOLDER, type Folder } from '../paths/folder';
import { LIMITS } from './walkBudget';
import { runsLonger } from './nesting';
import { walkPieces } from './pieces';
import { walkNested, walkText } from './walk';
import { startWalk, TOP, type Exploration } from './walkState';

/**
 * Finds every pipeline that `command` runs, outer pipelines first. `start` is the working
 * directory. Never throws.
 */
export function explore(
  command: string,
  powershell = false,
  start: Folder = START_FOLDER,
): Exploration {
  const tooLong = command.length > LIMITS.textChars || runsLonger(command, LIMITS.inputChars);
  const text = tooLong ? command.slice(0, LIMITS.inputChars) : command;
  const found = exploreText(text, powershell, start);
  // If the parser rejects the text, all of it may run: the limit applies to the whole text.
  if (!found.parsed && text.length > LIMITS.inputChars) {
    const cut = text.slice(0, LIMITS.inputChars);
    return { ...exploreText(cut, powershell, start), truncated: true };
  }
  return { ...found, truncated: found.truncated || tooLong };
}

function exploreText(text: string, powershell: boolean, start: Folder): Exploration {
  const walk = startWalk(text, start, walkNested);
  try {
    walk.refused = !walkText(walk, text, powershell ? { ...TOP, powershell } : TOP);
  } catch {
    // The tree is lazy: reading a hostile word may still overflow the stack. Keep what was found.
    walk.refused = true;
  }
  const posixOptions = text.includes('POSIXLY_CORRECT');
  return {
    lines: posixOptions ? walk.lines.map((line) => ({ ...line, posixOptions })) : walk.lines,
    hidden: walk.hidden,
    settings: walk.settings,
    pieces: walk.refused
      ? walkPieces(walk, text, { ...TOP, powershell, speculative: true }, walkText)
      : [],
    parsed: !walk.refused,
    truncated: walk.budget.exhausted || walk.tooDeep,
  };
}
