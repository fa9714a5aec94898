import { Terminal } from '@xterm/headless';

/** A user at a terminal: waits for text on the screen, then types. */
export interface Step {
  /** The screen contents without white space, because programs position words by moving the cursor. */
  readonly screen: RegExp;
  readonly types: string;
}

export interface Person {
  /** Receives the output of the program. */
  sees(output: string): void;
  /** Stops typing. */
  leaves(): void;
}

const SIZE = { rows: 60, cols: 160 };
const TYPING_MS = 700;
const PATIENCE_MS = 6000;

/** The arguments with which `script` of util-linux runs a command in a new terminal. */
export function inTerminal(command: readonly string[]): readonly string[] {
  const words = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const size = `stty rows ${SIZE.rows} cols ${SIZE.cols}`;
  return ['script', '-qefc', `${size}; exec ${words}`, '/dev/null'];
}

/**
 * Watches the screen of a terminal and types the keys of each step in order, after the screen of the previous step is
 * gone. A program that shows its question before it reads keys loses early input, so a question that stays on the
 * screen is answered again.
 */
export function createPerson(steps: readonly Step[], type: (keys: string) => void): Person {
  const terminal = new Terminal({ ...SIZE, allowProposedApi: true });
  // A program that requests the cursor position waits for the answer.
  terminal.onData(type);
  const left = [...steps];
  let answered: Step | undefined;
  let again: NodeJS.Timeout | undefined;

  const answer = (step: Step): void => {
    answered = step;
    clearInterval(again);
    const keys = step.types.split(/(?<=.)(?=\r)/);
    const typeKeys = (): void => {
      // The program may still be drawing, and treats keys that arrive together as pasted text.
      for (const [at, key] of keys.entries()) setTimeout(type, TYPING_MS * (at + 1), key).unref();
    };
    typeKeys();
    // The last step ends the program. A busy program does not react to the first attempt.
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

/** The screen contents without white space. */
function screenOf({ buffer: { active }, rows }: Terminal): string {
  const lines = Array.from({ length: rows }, (_, row) => active.getLine(active.baseY + row));
  return lines
    .map((line) => line?.translateToString(true) ?? '')
    .join('')
    .replace(/\s/g, '');
}
