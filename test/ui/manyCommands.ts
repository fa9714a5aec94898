const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** A CSV history with this number of commands, all of different shapes, so that training takes as long as possible. */
export function manyCommands(count: number): string {
  const rows = Array.from({ length: count }, (_, at) => {
    const words = `tool-${word(at)} --${word(at * 31)} ${word(at * 17)} ${word(at * 3)}`;
    return `${words},${at % 2}`;
  });
  return ['command,safety_label', ...rows, ''].join('\n');
}

/** Four letters for a number; digits would be treated as equal. */
function word(number: number): string {
  let left = number;
  let text = '';
  for (let place = 0; place < 4; place += 1) {
    text = (LETTERS[left % LETTERS.length] ?? '') + text;
    left = Math.floor(left / LETTERS.length);
  }
  return text;
}
