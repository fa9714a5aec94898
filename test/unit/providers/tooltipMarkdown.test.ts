import * as assert from 'node:assert/strict';
import { COMMAND } from '../../../src/contributions';
import { tooltipCommands, tooltipMarkdown } from '../../../src/providers/tooltipMarkdown';

describe('tooltipMarkdown', () => {
  it('shows code between backticks as code and lets words wrap', () => {
    assert.equal(
      tooltipMarkdown(['`git` with `--hard`: stops 1']),
      '`git` with `--hard`&#58; stops 1',
    );
  });

  it('escapes markup, links and HTML in data', () => {
    const text = tooltipMarkdown(['[a](command:x) <img src=x> **b** www.example.com `half']);
    assert.doesNotMatch(text, /[[\]()<>*.`]/);
  });

  it('fences code that contains fences', () => {
    const text = tooltipMarkdown([{ code: 'a\n```\n[b](c)' }]);
    assert.equal(text, '````plaintext\na\n```\n[b](c)\n````');
  });

  it('separates lines', () => {
    assert.equal(tooltipMarkdown(['one', 'two']), 'one\n\ntwo');
  });

  it('links only to commands that the extension names', () => {
    const lines = [
      '[a](command:x)',
      { command: COMMAND.explainCommand, title: 'Explain' },
    ] as const;
    assert.match(
      tooltipMarkdown(lines),
      /\[Explain\]\(command:rulewright\.policy\.explainCommand\)$/,
    );
    assert.deepEqual(tooltipCommands(lines), [COMMAND.explainCommand]);
  });
});
