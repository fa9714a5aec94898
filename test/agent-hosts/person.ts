import { Terminal } from '@xterm/headless';

/** A person at a terminal: waits for words on the screen, then types. */
export interface Step {
  /** What is on the screen, without any white space: programs place words by moving the cursor. */
  readonly screen: RegExp;
  readonly types: string;
}

export interface Person {
  /** Gets what the program wrote to its terminal. */
  sees(output: string): void;
  /** Types nothing more. */
  leaves(): void;
}

const SIZE = { rows: 60, cols: 160 };
const TYPING_MS = 700;
const PATIENCE_MS = 6000;

/** What `script` of util-linux needs to run a command in a terminal of its own. */
export function inTerminal(command: readonly string[]): readonly string[] {
  const words = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const size = `stty rows ${SIZE.rows} cols ${SIZE.cols}`;
  return ['script', '-qefc', `${size}; exec ${words}`, '/dev/null'];
}

/**
 * Looks at the screen of a terminal and types what the steps say, one after the other, each once the screen of the step
 * before is gone. A program that draws its question before it reads keys loses what comes early: while a question stays
 * on the screen, it is answered again.
 */
export function createPerson(steps: readonly Step[], type: (keys: string) => void): Person {
  const terminal = new Terminal({ ...SIZE, allowProposedApi: true });
  // A program that asks the terminal where its cursor is waits for the answer.
  terminal.onData(type);
  const left = [...steps];
  let answered: Step | undefined;
  let again: NodeJS.Timeout | undefined;

  const answer = (step: Step): void => {
    answered = step;
    clearInterval(again);
    const keys = step.types.split(/(?<=.)(?=\r)/);
    const typeKeys = (): void => {
      // The program may still be drawing, and takes what comes at once for pasted text.
      for (const [at, key] of keys.entries()) setTimeout(type, TYPING_MS * (at + 1), key).unref();
    };
    typeKeys();
    // The last step ends the program. One that is still busy does not end at the first word.
    const isLast = left.length === 0;
    again = setInterval(
      () => {
        if (isLast || step.screen.test(screenOf(terminal))) typeKeys();
      },
      isLast ? TYPING_MS * keys.length : PATIENCE_MS,
    ).unref();
  };

  const look = (): void => {
    const [step] = left;
    if (step === undefined) return;
    const screen = screenOf(terminal);
    if (answered?.screen.test(screen) === true || !step.screen.test(screen)) return;
    left.shift();
    answer(step);
  };

  return {
    sees: (output) => {
      terminal.write(output, look);
    },
    leaves() {
      clearInterval(again);
      terminal.dispose();
    },
  };
}

/** All that is on the screen, without white space. */
function screenOf({ buffer: { active }, rows }: Terminal): string {
  const lines = Array.from({ length: rows }, (_, row) => active.getLine(active.baseY + row));
  return lines
    .map((line) => line?.translateToString(true) ?? '')
    .join('')
    .replace(/\s/g, '');
}
