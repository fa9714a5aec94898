import assert from 'node:assert/strict';
import { patternWithoutSecrets } from '../../../src/history/redact/patternSecret';
import { redact } from '../../../src/history/redact/redact';
import { MAX_TEXT, redactedDraft } from '../../../src/providers/redactedDraft';

const SECRET = `ghp_${'q7Zt'.repeat(9)}`;
const MASKED = '[secret:github-token]';

const REDACTION = { text: redact, pattern: patternWithoutSecrets };

const redacted = async (draft: unknown, redaction = REDACTION): Promise<unknown> => {
  const text = await redactedDraft(JSON.stringify(draft), redaction);
  return text === undefined ? undefined : JSON.parse(text);
};

describe('a draft that is saved', () => {
  it('has no secret in any text, name and pattern', async () => {
    const draft = {
      ...{ comment: `see ${SECRET}`, filter: { text: SECRET, days: 7 }, [SECRET]: [SECRET, null] },
      choice: { edits: { 1: { pattern: `^x ${SECRET}`, effect: 'deny', title: `No ${SECRET}` } } },
      rules: [{ pattern: SECRET, effect: 'ask' }],
      pattern: { deep: SECRET },
    };
    assert.deepEqual(await redacted(draft), {
      ...{ comment: `see ${MASKED}`, filter: { text: MASKED, days: 7 }, [MASKED]: [MASKED, null] },
      choice: { edits: { 1: { pattern: '^x \\S+', effect: 'deny', title: `No ${MASKED}` } } },
      rules: [{ pattern: '\\S+', effect: 'ask' }],
      pattern: { deep: MASKED },
    });
  });

  it('is the same when it is saved again after a reload', async () => {
    const draft = {
      command: `curl -u kim:${SECRET} https://x && login --password hunter2`,
      rule: {
        pattern: '^curl (?:.* )?-u=kim:hunter2 --password=[^ ]+ --token=(?:abcd1234|efgh5678)',
      },
    };
    const once = await redacted(draft);
    assert.notDeepEqual(once, draft);
    assert.deepEqual(await redacted(once), once);
  });

  it('keeps what the extension and the page need to find the subject again', async () => {
    const draft = {
      ...{ kind: 'joint', subjectId: 'b9f1c0f4-9a3e-4c58-8a55-0f8f6f1f7c11', from: 'setup' },
      ...{ diffHash: 'c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2' },
      leftOut: ['secrets', 'network', 'windows'],
      choice: { add: ['enforce', 'shadow', 'leave'], keep: ['r-17'], edits: {} },
    };
    assert.deepEqual(await redacted(draft), draft);
  });

  it('is nothing if it is not JSON', async () => {
    for (const draft of ['', SECRET, `{"comment":"${SECRET}`, `{"a":1} ${SECRET}`]) {
      assert.equal(await redactedDraft(draft, REDACTION), undefined);
    }
  });

  it('is without texts that are too long to be redacted in one go', async () => {
    const longest = 'x'.repeat(MAX_TEXT);
    assert.deepEqual(await redacted({ a: longest, b: `${longest}x`, c: 'x' }), {
      ...{ a: longest, b: '', c: 'x' },
    });
  });

  it('lets others run while its texts are redacted, and redacts equal texts once', async () => {
    const distinct = Array.from({ length: 40 }, (_, at) => `text ${at}`);
    const draft = { keep: [...distinct, ...distinct] };
    let turns = 0;
    const count = setInterval(() => (turns += 1), 0);
    let calls = 0;
    const slow = (text: string): string => {
      calls += 1;
      for (const until = performance.now() + 2; performance.now() < until;);
      return text;
    };
    await redacted(draft, { text: slow, pattern: slow });
    clearInterval(count);
    assert.equal(calls, distinct.length + 1);
    assert.ok(turns >= 4, `${turns} turns of others`);
  });
});
