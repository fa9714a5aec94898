/** A person at a terminal: waits for words on the screen, then types. */
export interface Step {
  /** What is on the screen, without any white space: programs place words by moving the cursor. */
  readonly screen: RegExp;
  readonly types: string;
}

/** What `script` of util-linux needs to run a command in a terminal of its own. */
export function inTerminal(command: readonly string[]): readonly string[] {
  const words = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  return ['script', '-qefc', `stty rows 60 cols 160; exec ${words}`, '/dev/null'];
}

const CONTROLS = new RegExp(
  [
    '\\u001b\\[[0-9;?<>=]*[ -/]*[@-~]',
    '\\u001b[\\]PX^_][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)',
    '\\u001b.',
    '\\s',
  ].join('|'),
  'g',
);

/** Follows what a terminal shows, and types what the steps say, one after the other. */
export function createPerson(
  steps: readonly Step[],
  type: (keys: string) => void,
): (output: string) => void {
  const left = [...steps];
  let seen = 0;
  let asked = 0;
  return (output) => {
    // A program that asks the terminal where its cursor is waits for the answer.
    const questions = output.split('\u001b[6n').length - 1;
    if (questions > asked) type('\u001b[1;1R');
    asked = questions;
    const [step] = left;
    if (step === undefined || !step.screen.test(output.slice(seen).replace(CONTROLS, ''))) return;
    left.shift();
    seen = output.length;
    // The program may still be drawing, and takes what comes at once for pasted text.
    const keys = step.types.split(/(?<=.)(?=\r)/);
    // A program that is still busy does not end at the first word.
    const times = left.length === 0 ? TRIES : 1;
    for (const [at, key] of Array.from({ length: times }, () => keys)
      .flat()
      .entries()) {
      setTimeout(type, TYPING_MS * (at + 1), key).unref();
    }
  };
}

const TYPING_MS = 700;
const TRIES = 20;
