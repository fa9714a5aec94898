import type { Command } from 'commander';
import { RulewrightError } from '../core/errors';
import { createNodeFiles } from '../files/nodeFiles';
import {
  STARTER_CATEGORIES,
  starterCategories,
  type StarterCategory,
} from '../ml/rules/starter/starterCategories';
import { starterPolicy } from '../ml/rules/starterRules';
import type { CliIo } from './io';
import { writeJsonFile } from './jsonFile';

interface StarterOptions {
  readonly out: string;
  readonly category?: readonly string[];
}

/** `rulewright starter-rules`: writes the starter rules as a policy diff. Applies nothing. */
export function addStarterRules(program: Command, io: CliIo): void {
  program
    .command('starter-rules')
    .description('Write the starter rules as a policy diff. Applies nothing.')
    .requiredOption('--out <diff.json>', 'where to write the policy diff')
    .option('--category <ids...>', `only these categories: ${STARTER_CATEGORIES.join(', ')}`)
    .action(async ({ out, category }: StarterOptions) => {
      const categories = chosen(category);
      await writeJsonFile(createNodeFiles(), out, starterPolicy(categories), 2);
      for (const { id, title, rules } of categories) {
        io.out(`${id.padEnd(12)}  ${rulesText(rules)}  ${title}`);
      }
      io.out(`Policy diff written to ${out}. Nothing was applied.`);
    });
}

function rulesText(rules: StarterCategory['rules']): string {
  const count = (effect: 'deny' | 'ask'): number =>
    rules.filter((rule) => rule.effect === effect).length;
  return `${String(count('deny')).padStart(3)} deny  ${String(count('ask')).padStart(3)} ask`;
}

/** The categories with these ids, in display order; all categories if `ids` is undefined. */
function chosen(ids: readonly string[] | undefined): readonly StarterCategory[] {
  const all = starterCategories();
  if (ids === undefined) return all;
  const unknown = ids.find((id) => !STARTER_CATEGORIES.includes(id));
  if (unknown !== undefined) {
    throw new RulewrightError('invalid-input', `There is no category "${unknown}".`, {
      hint: `Choose from: ${STARTER_CATEGORIES.join(', ')}.`,
    });
  }
  return all.filter(({ id }) => ids.includes(id));
}
