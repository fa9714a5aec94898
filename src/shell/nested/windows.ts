import type { Token } from '../words/token';
import { restOf, textOf, type Split } from './nested';

/** Text that PowerShell runs. Substitutions in it are followed when the words are walked. */
export function expression(words: readonly Token[], sudo: boolean): Split {
  const inner = words.slice(1).filter((word) => !/^-c/i.test(word.value));
  if (inner.length === 0 || inner.some((word) => /^"?\$\(/.test(word.text)))
    return { words, nested: [] };
  return { words: words.slice(0, 1), nested: [textOf(inner, sudo, true)] };
}

/** `Start-Process powershell -ArgumentList 'text'` runs the program with these arguments. */
export function startProcess(words: readonly Token[], sudo: boolean): Split {
  const flag = words.findIndex(({ value }) => /^-arg/i.test(value));
  const first = words.findIndex(({ value }, at) => at > 0 && !/^[-/]/.test(value));
  const program = words[first];
  // The arguments may also follow directly: `start /b cmd /c text`.
  const given = first < 0 ? [] : words.slice(flag < 0 ? first + 1 : flag + 1);
  if (program === undefined || given.length === 0) return { words, nested: [] };
  const text = [program, ...given].map((word) => word.value.replaceAll(',', ' ')).join(' ');
  return { words, nested: [{ type: 'text', text, from: undefined, sudo, powershell: true }] };
}

export function cmd(words: readonly Token[], sudo: boolean): Split {
  const flag = words.findIndex((word, at) => at > 0 && /^\/{1,2}[ckr]$/i.test(word.value));
  if (flag < 0) return { words, nested: [] };
  const own = words.slice(0, flag + 1);
  const [given] = restOf(words.map(withDrive), flag + 1, sudo, true);
  if (given?.type !== 'text') return { words: own, nested: [] };
  const text = withoutBatch(given.text);
  return {
    words: own,
    nested: [text === given.text ? given : { ...given, text, from: undefined }],
  };
}

/** A word with the backslashes of its path, which the shell takes away and `cmd` needs. */
function withDrive(word: Token): Token {
  return /^[A-Za-z]:\\[^\\]/.test(word.text) ? { ...word, value: word.text } : word;
}

/**
 * A text for `cmd` with its escapes removed and the commands after `if`, `for`, `call` and `@` put
 * first.
 */
function withoutBatch(text: string): string {
  return text
    .replace(/\^(.)/gs, '$1')
    .replace(CONDITION, '$1')
    .replace(LOOP, '$1')
    .replace(/(^|[&|(]\s{0,8})(?:@|call\s)+/gi, '$1');
}

const CONDITION =
  /(^|[&|(]\s{0,8})if\s+(?:\/i\s+)?(?:not\s+)?(?:(?:exist|defined|errorlevel)\s+(?:"[^"\n]{0,256}"|\S{1,256})|\S{1,256}?==\S{1,256})\s+\(?/gi;
const LOOP = /(^|[&|(]\s{0,8})for\s+(?:\/\w\s+)?%{1,2}\w\s+in\s+\([^)\n]{0,256}\)\s+do\s+\(?/gi;

export function powershell(words: readonly Token[], sudo: boolean): Split {
  const flag = words.findIndex(
    (word, at) => at > 0 && /^[-/](?:c|co\w*|e|ec|en\w*|f|fi\w*)$/i.test(word.value),
  );
  const option = words[flag]?.value.slice(1).toLowerCase() ?? '';
  const first = words.slice(1).findIndex((word) => !word.value.startsWith('-'));
  if (flag < 0) {
    return first < 0
      ? { words, nested: [] }
      : { words: words.slice(0, first + 1), nested: restOf(words, first + 1, sudo, true) };
  }
  if (option.startsWith('f')) return { words, nested: [] };
  const own = words.slice(0, flag + 1);
  if (!option.startsWith('e')) return { words: own, nested: restOf(words, flag + 1, sudo, true) };
  const text = decodeCommand(words[flag + 1]?.value ?? '');
  return {
    words: own,
    nested: text === '' ? [] : [{ type: 'text', text, from: undefined, sudo, powershell: true }],
  };
}

/** The text of a PowerShell `-EncodedCommand`, base64 of UTF-16LE; empty if invalid. */
function decodeCommand(encoded: string): string {
  if (!/^[A-Za-z0-9+/]{4,}={0,2}$/.test(encoded)) return '';
  try {
    const bytes = atob(encoded);
    let text = '';
    for (let at = 0; at + 1 < bytes.length; at += 2) {
      text += String.fromCharCode(bytes.charCodeAt(at) | (bytes.charCodeAt(at + 1) << 8));
    }
    return text;
  } catch {
    // Not base64: nothing to run.
    return '';
  }
}
