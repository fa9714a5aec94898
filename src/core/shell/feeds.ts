import type { Nested } from './nested';
import { bodyToken, type Scene } from './scene';
import { shellStage, type Stage } from './stage';
import type { Fed } from './stdin';
import type { Token } from './word';
import { INTERPRETERS, SHELLS } from './wrappers';

/** What `echo` prints into a shell is run. */
export function printedTexts(stage: Stage): readonly Nested[] {
  if (stage.program !== 'echo' && stage.program !== 'printf') return [];
  const words = stage.words.slice(1).filter((word) => !/^-[neE]+$/.test(word.value));
  const text = words.map((word) => word.value).join(' ');
  return [{ type: 'text', text: text.replaceAll('\\n', '\n'), from: only(words), sudo: false }];
}

function only(words: readonly Token[]): Token | undefined {
  return words.length === 1 ? words[0] : undefined;
}

/** Here-documents and here-strings of a stage whose input is run. */
export function inputTexts(stage: Stage, fed: Fed | undefined, scene: Scene): readonly Nested[] {
  const type = fed === 'shell' ? 'text' : 'code';
  const texts: Nested[] = [];
  for (const { body } of stage.documents) {
    texts.push({ type, text: body.text, from: bodyToken(body, scene), sudo: false });
  }
  for (const { op, target } of stage.redirects) {
    if (op.endsWith('<<<')) texts.push({ type, text: target.value, from: target, sudo: false });
  }
  return texts;
}

const IEX = 'Invoke-Expression';

/** Programs that run the file they are given: a process substitution is such a file. */
export function feedOf(stage: Stage): Stage | undefined {
  const { program } = stage;
  if (program === 'source' || program === '.') return shellStage('sh', stage.sudo, stage);
  if (program === IEX) return shellStage(IEX, stage.sudo, stage);
  if (!SHELLS.has(program) && !INTERPRETERS.has(program)) return undefined;
  return shellStage(program, stage.sudo, stage);
}

/** Whether a program runs text that stands among its words. */
export function runsOutput(stage: Stage): boolean {
  return INTERPRETERS.has(stage.program) || stage.program === IEX;
}
