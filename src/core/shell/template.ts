import { canonicalLines } from './canonical';

/** A command with its particulars removed: commands with equal templates count as the same command. */
export function commandTemplate(command: string): string {
  return canonicalLines(command)
    .map(({ text }) => maskParticulars(text))
    .join('\n');
}

function maskParticulars(text: string): string {
  return text
    .replace(/"[^"]*"|'[^']*'/g, 'Q')
    .replace(/\S*\/\S*/g, 'P')
    .replace(/\d+/g, 'N');
}
