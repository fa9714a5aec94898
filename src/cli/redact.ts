import type { Command } from 'commander';
import { RulewrightError } from '../core/errors';
import { formatCount } from '../core/formatCount';
import { redactionOf } from '../history/redact/redact';
import type { CliIo } from './io';

/** Maximum input length in UTF-16 units. The input is held in memory, because a secret may span lines. */
const MAX_LENGTH = 64 * 1024 * 1024;

/** `rulewright redact`: copies standard input to standard output and redacts secrets as in the history. */
export function addRedact(program: Command, io: CliIo): void {
  program
    .command('redact')
    .description('Replace secrets in a text as in the history: standard input to standard output.')
    .option('--kinds', 'list on standard error what was replaced, and how often')
    .action(async ({ kinds: isListed }: { kinds?: boolean }) => {
      const { text, kinds } = redactionOf(await inputText());
      process.stdout.write(text);
      if (isListed === true) for (const line of counted(kinds)) io.err(line);
    });
}

async function inputText(): Promise<string> {
  let text = '';
  for await (const piece of process.stdin.setEncoding('utf8')) {
    text += String(piece);
    if (text.length > MAX_LENGTH) {
      throw new RulewrightError('invalid-input', 'Standard input is longer than 64 MB.', {
        hint: 'Split it, and redact each part.',
      });
    }
  }
  return text;
}

/** `github-token: 2`, most frequent first. */
function counted(kinds: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${kind}: ${formatCount(count)}`);
}
