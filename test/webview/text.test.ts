import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatAgo, formatShare } from '../../webview-ui/src/common/format';
import { counted, setTexts, t } from '../../webview-ui/src/common/texts';
import { cutText, visibleSegments, visibleText } from '../../webview-ui/src/common/visibleText';
import { setEnglish } from './support/english';
import { NOW_MS } from './support/page';

before(setEnglish);

describe('untrusted text', () => {
  const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u00a0]/u;

  it('shows every character that hides, reorders or breaks lines as its code point', () => {
    assert.equal(visibleText('a\u202eb\u200b\u0000'), 'a⟨U+202E⟩b⟨U+200B⟩⟨U+0000⟩');
    assert.equal(visibleText('one\ntwo'), 'one ↵ two');
    assert.equal(visibleText('\ud800'), '⟨U+D800⟩');
    assert.equal(visibleText('\u{e0041}'), '⟨U+E0041⟩');
  });

  it('names characters used in attacks', () => {
    const [odd] = visibleSegments('\u202e');
    assert.deepEqual(odd, { type: 'odd', shown: '⟨U+202E⟩', name: 'RIGHT-TO-LEFT OVERRIDE' });
  });

  it('marks a letter that imitates a Latin one in the same word', () => {
    assert.equal(visibleText('\u0430pt install'), 'а⟨U+0430⟩pt install');
  });

  it('does not change ordinary text of any script', () => {
    for (const text of [
      'git push --force',
      'привет мир',
      'καλημέρα',
      'שלום',
      '日本語',
      'naïve café',
    ]) {
      assert.equal(visibleText(text), text);
    }
  });

  it('never passes a hidden character and never loses a plain one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = visibleText(text);
        assert.doesNotMatch(shown, hidden);
        for (const letter of text.match(/[a-z0-9]/g) ?? []) assert.ok(shown.includes(letter));
      }),
    );
  });

  it('truncates between characters and counts the rest', () => {
    assert.deepEqual(cutText('a\u{1F469}b', 2), { text: 'a\u{1F469}', left: 1 });
    assert.deepEqual(cutText('abc', 3), { text: 'abc', left: 0 });
  });
});

describe('numbers', () => {
  it('never rounds a share to 0 or 100 percent', () => {
    assert.equal(formatShare(0.9999), '> 99.9 %');
    assert.equal(formatShare(0.0004), '< 0.1 %');
    assert.equal(formatShare(1), '100 %');
    assert.equal(formatShare(0), '0 %');
    assert.equal(formatShare(0.8182), '81.8 %');
  });

  it('uses plural forms', () => {
    assert.equal(counted('rules', 1), '1 rule');
    assert.equal(counted('rules', 1200), '1,200 rules');
    assert.equal(counted('rules', 0), '0 rules');
  });

  it('follow the display language', () => {
    const french = {
      'rules.one': '{0} règle',
      'rules.other': '{0} règles',
      rulesInForce: '{1} : {0}',
    };
    setTexts(JSON.stringify(french), 'fr');
    assert.equal(counted('rules', 0), '0 règle');
    assert.equal(counted('rules', 2), '2 règles');
    assert.equal(t('rulesInForce', '5', '{0}'), '{0} : 5');
    assert.match(formatAgo(new Date(NOW_MS - 300_000).toISOString(), NOW_MS), /^il y a 5 minutes/);
    setEnglish();
  });

  it('formats relative times, and returns invalid dates unchanged', () => {
    const ago = (seconds: number): string =>
      formatAgo(new Date(NOW_MS - seconds * 1000).toISOString(), NOW_MS);
    assert.equal(ago(2), 'just now');
    assert.equal(ago(40), '40 seconds ago');
    assert.equal(ago(60 * 5), '5 minutes ago');
    assert.equal(ago(3600 * 26), 'yesterday');
    assert.equal(formatAgo('some day', NOW_MS), 'some day');
  });
});
