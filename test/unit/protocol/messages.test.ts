import assert from 'node:assert/strict';
import { FromDashboard, ToDashboard } from '../../../src/protocol/dashboard';
import { FromExplain } from '../../../src/protocol/explain';
import { pageHtml } from '../../../src/protocol/pageHtml';
import { FromReviewer, ToReviewer } from '../../../src/protocol/reviewer';
import { FromSetup } from '../../../src/protocol/setup';

const apply = {
  type: 'apply',
  subjectId: 's-1',
  diffHash: 'abc',
  typed: 'APPLY',
  author: 'Kim',
  comment: '',
};

describe('messages from a page', () => {
  it('are accepted completely or not at all', () => {
    assert.deepEqual(FromReviewer.parse(apply), apply);
    for (const wrong of [
      null,
      'apply',
      [],
      { type: 'apply' },
      { ...apply, approved: true },
      { ...apply, typed: 7 },
      { ...apply, type: 'force' },
    ]) {
      assert.equal(FromReviewer.safeParse(wrong).success, false, JSON.stringify(wrong));
    }
  });

  it('are limited in text length', () => {
    for (const [member, length] of [
      ['typed', 201],
      ['author', 201],
      ['comment', 4001],
    ] as const) {
      const long = { ...apply, [member]: 'x'.repeat(length) };
      assert.equal(FromReviewer.safeParse(long).success, false, member);
    }
    const command = 'x'.repeat(16_385);
    assert.equal(FromDashboard.safeParse({ type: 'check', command }).success, false);
  });

  it('keep agent scores between 0 and 100 and labels among the three or none', () => {
    const update = (score: number): boolean =>
      FromDashboard.safeParse({ type: 'updateAgent', id: 'a', action: 'x', score }).success;
    assert.deepEqual([0, 100, -0.1, 100.1, Number.NaN].map(update), [
      true,
      true,
      false,
      false,
      false,
    ]);
    const label = (choice: string): boolean =>
      FromDashboard.safeParse({ type: 'label', eventId: 'e', label: choice }).success;
    assert.deepEqual(['safe', 'none', 'maybe'].map(label), [true, true, false]);
  });

  it('cannot apply or roll back from the other pages', () => {
    for (const schema of [FromDashboard, FromExplain, FromSetup]) {
      for (const type of ['apply', 'rollback', 'restore', 'reject', 'applySuggestion']) {
        assert.equal(schema.safeParse({ ...apply, type }).success, false, type);
        assert.equal(schema.safeParse({ type }).success, false, type);
      }
    }
  });

  it('only open reviews from the pages for setup and explanations, with limited content', () => {
    const review = { type: 'review', categories: ['git'] };
    const like = { type: 'likeThis', effect: 'deny', command: 'git push' };
    assert.ok(FromSetup.safeParse(review).success && FromExplain.safeParse(like).success);
    for (const wrong of [
      { ...review, typed: 'APPLY' },
      { ...review, categories: [] },
      { ...review, categories: Array.from({ length: 101 }, () => 'git') },
      { type: 'connect', host: ['claude'] },
      { type: 'connect', host: 'claude', file: '/etc/passwd' },
    ]) {
      assert.equal(FromSetup.safeParse(wrong).success, false, JSON.stringify(wrong).slice(0, 80));
    }
    for (const wrong of [
      { ...like, typed: 'APPLY' },
      { ...like, effect: 'maybe' },
      { ...like, command: '' },
      { ...like, command: 'x'.repeat(100_001) },
      { type: 'openRule', ruleId: 'x'.repeat(201) },
    ]) {
      assert.equal(FromExplain.safeParse(wrong).success, false, JSON.stringify(wrong).slice(0, 80));
    }
  });
});

describe('messages to a page', () => {
  it('reject unknown members', () => {
    assert.equal(ToReviewer.safeParse({ type: 'empty', message: 'x' }).success, true);
    assert.equal(ToReviewer.safeParse({ type: 'empty', message: 'x', html: '<b>' }).success, false);
    assert.equal(ToDashboard.safeParse({ type: 'failed', message: 'x', x: 1 }).success, false);
  });
});

describe('the document of a page', () => {
  const parts = {
    title: 'A "title" <b>',
    language: 'de',
    texts: { apply: '<script>"Los"</script>' },
    scriptUri: 'vscode-resource://x/a.js?a&b',
    styleUri: 'vscode-resource://x/a.css',
    cspSource: 'vscode-resource://x',
    rowKey: 'k3y',
    nonce: 'n0nce',
  };

  it('allows only its own style, font and the script with the nonce', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(pageHtml(parts))?.[1];
    assert.deepEqual(policy?.split('; '), [
      "default-src 'none'",
      'style-src vscode-resource://x',
      'font-src vscode-resource://x',
      "script-src 'nonce-n0nce'",
    ]);
  });

  it('escapes inserted text', () => {
    const html = pageHtml(parts);
    assert.ok(html.includes('<title>A &quot;title&quot; &lt;b&gt;</title>'));
    assert.ok(html.includes('src="vscode-resource://x/a.js?a&amp;b"'));
    assert.ok(html.includes('<html lang="de">'));
    const texts =
      '{&quot;apply&quot;:&quot;&lt;script&gt;\\&quot;Los\\&quot;&lt;/script&gt;&quot;}';
    assert.ok(html.includes(`<div id="root" data-texts="${texts}"></div>`));
  });

  it('adds the key of the session to what its menus pass to commands', () => {
    assert.ok(
      pageHtml(parts).includes('<body data-vscode-context="{&quot;rowKey&quot;:&quot;k3y&quot;}">'),
    );
  });

  it('has one script and no inline code', () => {
    const scripts = pageHtml(parts).match(/<script[^>]*>[^<]*/g);
    assert.deepEqual(scripts, ['<script nonce="n0nce" src="vscode-resource://x/a.js?a&amp;b">']);
    assert.doesNotMatch(pageHtml(parts), /<style|style=|\son\w+=/);
  });
});
