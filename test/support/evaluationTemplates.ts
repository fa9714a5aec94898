import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandTemplate } from '../../src/shell/template';

/** Files for evaluating the bundled model. */
const EVALUATION_FILES = ['peer_suites_dev.jsonl', 'agent_commands_dev.jsonl'];

/** A command with its specific values masked: as for learning, and as plain text. */
export function maskedTemplates(command: string): readonly string[] {
  const text = command
    .replace(/"[^"]*"|'[^']*'/g, 'Q')
    .replace(/\S*\/\S*/g, 'P')
    .replace(/\d+/g, 'N')
    .replace(/\s+/g, ' ')
    .trim();
  return [`parsed ${commandTemplate(command)}`, `text ${text}`];
}

/** The masked templates of all rows of the evaluation files in a folder. */
export function evaluationTemplates(folder: string): ReadonlySet<string> {
  return new Set(
    EVALUATION_FILES.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
      .filter((line) => line !== '')
      .flatMap((line) => maskedTemplates((JSON.parse(line) as { command: string }).command)),
  );
}
