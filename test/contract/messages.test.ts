import assert from 'node:assert/strict';
import * as z from 'zod';
import { FromDashboard, ToDashboard } from '../../src/protocol/dashboard';
import { Label } from '../../src/core/label';
import { FromPage, ToPage } from '../../src/protocol/draft';
import { FromReviewer, ToReviewer } from '../../src/protocol/reviewer';
import { FromExplain, ToExplain } from '../../src/protocol/explain';
import { FromSetup, ToSetup } from '../../src/protocol/setup';
import { sourcesIn, writtenFor } from '../support/literals';

const PROVIDERS = 'src/providers';
/** Reports errors to every page except the reviewer. */
const REPORT = `${PROVIDERS}/pageReport.ts`;

/** Each kind of message, and the files that send it. */
const SENT = {
  ToReviewer: [ToReviewer, [`${PROVIDERS}/reviewConversation.ts`, `${PROVIDERS}/reviewTests.ts`]],
  ToDashboard: [ToDashboard, [`${PROVIDERS}/dashboardConversation.ts`, REPORT]],
  ToSetup: [ToSetup, [`${PROVIDERS}/setupConversation.ts`, REPORT]],
  ToExplain: [ToExplain, [`${PROVIDERS}/explainConversation.ts`, REPORT]],
  ToPage: [{ options: [ToPage] }, [`${PROVIDERS}/drafts.ts`]],
  FromPage: [FromPage, ['webview-ui/src/common/host.ts']],
  FromReviewer: [FromReviewer, sourcesIn('webview-ui/src/reviewer')],
  FromDashboard: [FromDashboard, sourcesIn('webview-ui/src/dashboard')],
  FromSetup: [FromSetup, sourcesIn('webview-ui/src/setup')],
  FromExplain: [FromExplain, sourcesIn('webview-ui/src/explain')],
} as const;

describe('messages between the extension and its pages', () => {
  for (const [name, [{ options }, files]] of Object.entries(SENT)) {
    it(`of ${name} are all sent`, () => {
      const sent = writtenFor('type', files);
      const dead = options.map(({ shape }) => shape.type.value).filter((type) => !sent.has(type));
      assert.deepEqual(dead, []);
    });
  }

  for (const name of ['ToReviewer', 'ToDashboard'] as const) {
    it(`of ${name} are sent with every possible value`, () => {
      const [{ options }, files] = SENT[name];
      const dead = options.flatMap(({ shape }) =>
        Object.entries(shape as Record<string, z.ZodType>).flatMap(([member, schema]) => {
          const written = writtenFor(member, files);
          return valuesOf(schema)
            .filter((value) => !written.has(value))
            .map((value) => `${member}: ${value}`);
        }),
      );
      assert.deepEqual(dead, []);
    });
  }
});

/**
 * The string literals that a member may have. Empty if it is not an enumeration or is a label, which is returned as the
 * page sent it.
 */
function valuesOf(schema: z.ZodType): readonly string[] {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  return inner instanceof z.ZodEnum && inner !== Label ? inner.options.map(String) : [];
}
