import type { Token } from '../words/token';
import { textOf, type Nested, type Split } from './nested';

/** git settings whose value is shell text. In an alias or a helper, only after a `!`. */
const SETTING =
  /^(?:core\.(?:pager|editor|sshcommand|fsmonitor|askpass|gitproxy|alternaterefscommand)|sequence\.editor|diff\.external|gpg\.(?:\w+\.)?program|(?:pager|browser|difftool|mergetool|man|filter|merge|diff|credential|remote|alias|interactive|web|uploadpack|receive|sendemail|trailer|tar|guitool|gui|instaweb|init)\..*(?:cmd|path|clean|smudge|process|driver|helper|uploadpack|receivepack|command|textconv|packobjectshook|smtpserver|difffilter|template))$/i;
const BANG = /^(?:alias|credential)\..+$/i;

/**
 * What git runs: aliases, settings that name a program, and commands such as that of `bisect run`.
 */
export function gitRuns(words: readonly Token[], sudo: boolean): Split {
  const tries = words.some(({ value }) => value === 'rebase' || value === 'difftool');
  const texts = words.map(({ value }, at) => {
    const next = words[at + 1]?.value ?? '';
    return tries && value === '-x' ? next : textAt(value, next);
  });
  const sub = words.findIndex(({ value }, at) => at > 0 && SUBS.has(value));
  const rest = words.slice(sub + 1).filter(({ value }) => !value.startsWith('-'));
  const name = words[sub]?.value;
  if (name === 'config') texts.push(settingText(configured(rest)));
  const nested = texts
    .filter((text) => text.trim() !== '')
    .map((text): Nested => ({ type: 'text', text, from: undefined, sudo }));
  if (name === 'foreach') nested.push(...behind(words, name, sudo));
  if (name === 'bisect' && rest[0]?.value === 'run') nested.push(...behind(words, 'run', sudo));
  return { words, nested };
}

/** The shell text in one word of git; empty if there is none. */
function textAt(value: string, next: string): string {
  if (value === '-c' || value === '--config-env') return settingText(next);
  // `grep -O'less -R'`, `clone -u 'text'`: in other sub-commands the value is a name without
  // blanks.
  if (/^-O\S*\s/.test(value)) return value.slice(2);
  if (value === '-u' && /\S\s+\S/.test(next)) return next;
  if (RUN_FLAG.test(value)) return value.includes('=') ? afterEquals(value) : next;
  return value.startsWith('ext::') ? value.slice('ext::'.length) : '';
}

const SUBS: ReadonlySet<string> = new Set(['config', 'bisect', 'foreach']);
/** git options that take shell text, in any sub-command. */
const RUN_FLAG =
  /^(?:--exec|--extcmd|--upload-pack|--receive-pack|--(?:tree|index|env|msg|commit|parent|tag-name)-filter|--open-files-in-pager)(?:=|$)/;

function afterEquals(text: string): string {
  return text.slice(text.indexOf('=') + 1);
}

/** The shell text in `name=value`, as in `-c`. */
function settingText(setting: string): string {
  const name = setting.slice(0, Math.max(0, setting.indexOf('=')));
  const value = afterEquals(setting);
  if (BANG.test(name) && value.startsWith('!')) return value.slice(1);
  if (/^alias\./i.test(name)) return `git ${value}`;
  return SETTING.test(name) ? value : '';
}

/** The setting made by `git config name value`, optionally after `set` or `add`. */
function configured(rest: readonly Token[]): string {
  const [first, ...others] = rest.map(({ value }) => value);
  const [name = '', value = ''] = /^(?:set|add)$/.test(first ?? '') ? others : [first, ...others];
  return `${name}=${value}`;
}

/** The words after a sub-command of git, without git options in between. */
function behind(words: readonly Token[], own: string, sudo: boolean): readonly Nested[] {
  const at = words.findIndex(({ value }) => value === own);
  let from = at + 1;
  while (/^-/.test(words[from]?.value ?? '')) from += 1;
  const inner = words.slice(from);
  if (at < 0 || inner.length === 0) return [];
  return inner.length === 1 || own === 'foreach'
    ? [textOf(inner, sudo)]
    : [{ type: 'words', words: inner, sudo }];
}
