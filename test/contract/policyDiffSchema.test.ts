import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { policyDiffSchema, SCHEMA_FILE } from '../../scripts/policyDiffSchema';

describe('schemas/policy-diff.schema.json', () => {
  it('matches the diff parser', () => {
    // Out of date? `npx tsx scripts/policyDiffSchema.ts --write`
    const published: unknown = JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'));
    assert.deepEqual(published, JSON.parse(policyDiffSchema()));
  });
});
