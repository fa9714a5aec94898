import { formatCount } from '../core/formatCount';
/** A progress line, shown only if the stream is a terminal. */
export function progressLine(stream: NodeJS.WriteStream): {
  readonly show: (stage: string, done: number, total: number) => void;
  readonly clear: () => void;
} {
  const isTerminal = stream.isTTY;
  return {
    show(stage, done, total) {
      if (isTerminal)
        stream.write(`\r\u001b[K${stage} ${formatCount(done)} of ${formatCount(total)}`);
    },
    clear() {
      if (isTerminal) stream.write('\r\u001b[K');
    },
  };
}
