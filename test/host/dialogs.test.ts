import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as vscode from 'vscode';
import type { ViewId } from '../../src/contributions';
import { askInput, isConfirmed, pickMany, pickOne, showNotice } from '../../src/providers/dialogs';
import { withProgress } from '../../src/providers/progress';
import { plainLine, plainNotice, plainRow } from '../../src/providers/plainText';
import { createTree } from '../../src/providers/treeView';
import type { ViewNode } from '../../src/providers/viewNode';
import { HOSTILE } from '../../webview-ui/dev/hostile';
import { dismissDialogs, type Dialogs } from './support/dismissedDialogs';
import { watchCalls } from './support/watchedCalls';

const LINK = '[Fix it](command:workbench.action.terminal.sendSequence?%5B%5D "Safe")';
const TEXTS = [
  ...HOSTILE,
  `git commit -m '${LINK}'`,
  'see [here](https://example.com/?secret)and [x](file:///etc/passwd)',
  '$(trash) $(sync~spin) \\$(check) echo $(date)',
  `echo ${'x'.repeat(100_000)}`,
  'a\u2028b\u2029c\u115f\u2800d\ufe01e\u{e0061}',
];

/** VS Code's own expressions for links in notifications and for icons. */
const LINKS = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const ICONS = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/;
/** Characters that hide or reorder text; `\u2060` separates the name of an icon. */
const HIDDEN = /(?![\n\u2060])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Where VS Code finds links. */
function expectPlain(text: unknown, what: string): void {
  expectVisible(text, what);
  assert.doesNotMatch(text, LINKS, what);
}

function expectVisible(text: unknown, what: string): asserts text is string {
  assert.ok(typeof text === 'string' && text.length <= 100_100, what);
  assert.doesNotMatch(text, HIDDEN, what);
}

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(LINK, '](', '$(', '[', ']', '(command:x)', '$(x)', '\\', '\u202e', '\n', ' '),
    ),
  )
  .map((parts) => parts.join(''));

describe('dialogs', () => {
  let dialogs: Dialogs;
  before(() => {
    dialogs = dismissDialogs();
  });
  after(() => {
    dialogs.restore();
  });
  beforeEach(() => {
    dialogs.shown.length = 0;
  });
  const shown = (): readonly unknown[] =>
    dialogs.shown.at(-1)?.texts ?? assert.fail('Nothing is shown.');

  it('show no link of untrusted text in notifications', async () => {
    for (const text of TEXTS) {
      for (const severity of ['info', 'warning', 'error'] as const) {
        await showNotice(severity, text, 'Undo');
        expectPlain(shown()[0], severity);
        assert.equal(shown()[1], 'Undo');
      }
    }
    await showNotice('info', `A ${LINK}`);
    assert.match(String(shown()[0]), /^A \[Fix it\] \(command:/);
  });

  it('show no link of untrusted text in progress', async () => {
    const progress = watchCalls(vscode.window, 'withProgress');
    for (const text of TEXTS) await withProgress(text, () => Promise.resolve());
    progress.restore();
    assert.equal(progress.calls.length, TEXTS.length);
    for (const [{ title }] of progress.calls) expectPlain(title, 'progress');
  });

  it('show every character of untrusted text in modal dialogs, line by line', async () => {
    for (const text of TEXTS) {
      await isConfirmed(text, 'Write', `one\n${text}`);
      expectPlain(shown()[0], 'question');
      const { modal, detail } = shown()[1] as { modal: boolean; detail: string };
      expectPlain(detail, 'detail');
      assert.ok(modal && detail.startsWith('one\n'));
    }
    await isConfirmed('Export to /tmp/\u202etxt.exe?', 'Export');
    assert.equal(shown()[0], 'Export to /tmp/⟨U+202E⟩txt.exe?');
  });

  it('show neither links nor icons of untrusted text in quick picks', async () => {
    for (const text of TEXTS) {
      const choice = { label: text, description: text, detail: text, value: text };
      await pickOne([{ ...choice, icon: 'regex' }], { title: text });
      await pickMany([{ ...choice, picked: true }], { title: text, placeHolder: text });
      for (const { texts } of dialogs.shown.splice(0)) {
        const [[row], options] = texts as [[Record<string, unknown>], object];
        const own = String(row['label']).replace(/^\$\(regex\) /, '');
        for (const part of [own, row['description'], row['detail']]) {
          expectVisible(part, 'row');
          assert.doesNotMatch(part, ICONS);
          assert.ok(part.length <= 10_000);
        }
        assert.equal(row['value'], text);
        assert.doesNotMatch(JSON.stringify(options), ICONS);
      }
    }
    await pickOne([{ label: 'a', icon: 'regex', value: 1 }], { title: 't' });
    assert.equal((shown()[0] as [{ label: string }])[0].label, '$(regex) a');
  });

  it('show no link of untrusted text in input boxes', async () => {
    for (const text of TEXTS) {
      await askInput(text, text, { value: text, problem: () => text });
      const options = shown()[0] as Record<'prompt' | 'value', string> & {
        validateInput(given: string): string;
      };
      expectPlain(options.prompt, 'prompt');
      expectPlain(options.validateInput(''), 'problem');
      assert.equal(options.value, text);
    }
    await askInput('t', 'p', { problem: () => undefined });
    assert.equal((shown()[0] as { validateInput(text: string): string }).validateInput(''), '');
  });

  it('do not change ordinary text', () => {
    for (const text of [
      'git push --force',
      'Найден файл',
      'שלום',
      'a [b] (c) $(ls -l)',
      '✨️ naïve',
    ]) {
      assert.deepEqual([plainLine(text), plainNotice(text), plainRow(text)], [text, text, text]);
    }
  });

  it('are plain for any text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expectPlain(plainNotice(text), 'notice');
        expectVisible(plainLine(text), 'line');
        assert.doesNotMatch(plainRow(text), ICONS);
        assert.doesNotMatch(plainRow(text).replaceAll('\u2060', ''), HIDDEN);
        assert.doesNotMatch(plainLine(text), /\n/);
      }),
    );
  });
});

describe('a tree with untrusted text', () => {
  const node = (text: string): ViewNode => ({
    ...{ key: text, subject: text, label: text, description: text, accessibleName: text },
    icon: { name: 'shield' },
    tooltip: [text, `\`${text}\``, { code: text }, { code: `\`\`\`\n${text}` }],
  });

  it('shows every character of labels, descriptions and messages, on one line', async () => {
    const source = {
      get: () => Promise.reject(new Error('not used')),
      shown: () => Promise.resolve({} as never),
      onDidChange: () => ({ dispose: () => undefined }),
      changed: () => undefined,
      dispose: () => undefined,
    };
    const explain = (): { message: string } => ({ message: '' });
    const views = watchCalls(vscode.window, 'createTreeView');
    for (const [at, text] of TEXTS.entries()) {
      const load = (): Promise<readonly ViewNode[]> => Promise.resolve([node(text)]);
      const message = () => Promise.resolve({ message: text });
      const view = `rulewright.test${at}` as ViewId;
      const made = createTree({ source, explain }, { view, load, message });
      const { treeDataProvider: provider } = views.calls.at(-1)?.[1] ?? assert.fail();
      const [row] = (await provider.getChildren()) ?? [];
      const item = await provider.getTreeItem(row);
      const tooltip = item.tooltip as vscode.MarkdownString;
      for (const part of [item.label, item.description, item.accessibilityInformation?.label]) {
        // VS Code would read icons and style from a Markdown label.
        expectVisible(part, 'row');
        assert.doesNotMatch(part, /\n/);
      }
      // Our own break opportunities.
      assert.doesNotMatch(String(made.tree.message).replaceAll('\u200b', ''), HIDDEN);
      assert.doesNotMatch(tooltip.value, HIDDEN);
      assert.deepEqual(tooltip.isTrusted, { enabledCommands: [] });
      assert.ok(!tooltip.supportHtml && !tooltip.supportThemeIcons);
      made.dispose();
    }
    views.restore();
  });
});
