import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { PolicyDiff } from '../src/core/diff';

/** Where the schema is published; package.json attaches it to *.policydiff.json. */
export const SCHEMA_FILE = join(import.meta.dirname, '../schemas/policy-diff.schema.json');

/** The JSON Schema of a policy diff as text, generated from the zod schema that the extension uses for parsing. */
export function policyDiffSchema(): string {
  const schema = z.toJSONSchema(PolicyDiff, { io: 'input' });
  const head = {
    title: 'Rulewright policy diff',
    description:
      'Rules to add to a command policy, ids of rules to remove, and free notes in meta.',
  };
  const { $schema, ...body } = schema;
  return `${JSON.stringify({ $schema, ...head, ...body }, null, 2)}\n`;
}

if (process.argv[2] === '--write') writeFileSync(SCHEMA_FILE, policyDiffSchema());
