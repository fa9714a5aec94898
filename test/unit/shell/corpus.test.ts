import { strict as assert } from 'node:assert';
import { createMatcher, type MatchRule } from '../../../src/matcher/matcher';
import { commandViews } from '../../../src/shell/views';
import corpus from '../../fixtures/shell/corpus.json';

/** A command and the expected result of the rules below. */
interface Row {
  readonly command: string;
  readonly want: string;
  readonly rule?: string;
  readonly why: string;
}

const PATTERNS: Readonly<Record<string, string>> = {
  'recursive-delete': String.raw`(?:^|\| )(?:sudo )?rm [^|]*-f(?: [^|]*)? -r(?: |$)`,
  'ps-recursive-delete': String.raw`\bRemove-Item [^|]*-Force [^|]*-Recurse\b`,
  'ps-download-run': String.raw`(?:Invoke-WebRequest|Invoke-RestMethod|DownloadString)\b[^\n]*\| Invoke-Expression\b`,
  'pipe-to-shell': String.raw`\b(?:curl|wget)\b[^;&\n]*\| (?:sudo )?(?:ba|z|da|k|fi)?sh(?: |$)`,
  format: String.raw`\bmkfs(?:\.\w+)?\b(?: |$)`,
  'device-write': String.raw`(?:\bdd\b[^|]* of=|> ?)/dev/(?:sd|nvme|hd|disk|vd)\w*`,
  'force-push': String.raw`\bgit push\b[^|\n]* --force(?: |$)`,
  'hard-reset': String.raw`\bgit reset\b[^|\n]* --hard\b`,
  'open-modes': String.raw`\bchmod\b[^|]* -R\b[^|]* 0?777\b`,
  'drop-table': String.raw`\bdrop (?:table|database)\b`,
  'remote-shell': String.raw`/dev/tcp/`,
  'key-file': String.raw`>>? (?:/etc/(?:passwd|shadow|sudoers)|~/\.ssh/authorized_keys)`,
  'namespace-delete': String.raw`\bkubectl delete\b[^|\n]* (?:ns|namespaces?)\b`,
  'find-delete': String.raw`(?:^|\| )(?:sudo )?find\b[^|\n]* -delete\b`,
  sudo: String.raw`\bsudo\b`,
};

const rules: readonly MatchRule[] = Object.entries(PATTERNS).map(([id, pattern]) => ({
  id,
  pattern,
  effect: 'deny',
}));
const matcher = createMatcher(rules);

function denied(command: string): readonly string[] {
  const { hits } = matcher.matchViews(commandViews(command));
  return [...new Set(hits.map((hit) => rules[hit.rule]?.id ?? ''))];
}

describe('the evasion and false-alarm corpus', () => {
  const rows: readonly Row[] = corpus;

  it('has at least 300 different commands', () => {
    assert.ok(new Set(rows.map((row) => row.command)).size >= 300);
  });

  for (const { command, want, rule, why } of rows) {
    it(`${want === 'deny' ? 'stops' : 'does not stop'} ${JSON.stringify(command)} (${why})`, () => {
      const found = denied(command);
      if (want === 'pass') assert.deepEqual(found, []);
      else assert.ok(found.includes(rule ?? ''), `only ${JSON.stringify(found)} matched`);
    });
  }
});
