const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** A CSV history of so many commands, all of different shapes: learning from them takes as long as it can. */
export function manyCommands(count: number): string {
  const rows = Array.from({ length: count }, (_, at) => {
    const words = `tool-${word(at)} --${word(at * 31)} ${word(at * 17)} ${word(at * 3)}`;
    return `${words},${at % 2}`;
  });
  return ['command,safety_label', ...rows, ''].join('\n');
}

/** Four letters for a number; letters, as digits count as the same. */
function word(number: number): string {
  let left = number;
  let text = '';
  for (let place = 0; place < 4; place += 1) {
    text = (LETTERS[left % LETTERS.length] ?? '') + text;
    left = Math.floor(left / LETTERS.length);
  }
  return text;
}
