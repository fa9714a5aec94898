import { endOfDocument } from '../words/hereDocuments';
import { WordList } from '../words/wordList';

/** PowerShell text rewritten in POSIX shell syntax, with the source position of each character. */
export interface PosixForm {
  readonly text: string;
  readonly places: readonly number[];
}

/**
 * Whether a text looks like PowerShell: a Verb-Noun in the position of a command, `$env:`, a pipe
 * into `iex`.
 */
export function looksLikePowerShell(whole: string): boolean {
  const text = whole.includes('<<') ? withoutDocuments(whole) : whole;
  if (text.includes(':\\') && ON_DRIVE.test(text)) return true;
  if (text.includes(' /') && WITH_SWITCH.test(text)) return true;
  return (
    (mayBePowerShell(text.toLowerCase()) && POWERSHELL_SYNTAX.test(text)) || containsVerb(text)
  );
}

/** A Windows command with a path on a drive, or a program with such a path. */
const ON_DRIVE =
  /(?:^|[|;&({])\s{0,16}(?:&\s?)?(?:["']?[a-z]:\\|(?:ri|gci|icm|saps|del|erase|rd|rm|rmdir|copy|move|mi|cpi|dir|start|robocopy|takeown|icacls)\s[^|;&\n]{0,512}[a-z]:\\)/im;

/** A command of `cmd` that deletes, with a switch: `rmdir /s /q build`. */
const WITH_SWITCH = /(?:^|[|;&({])\s{0,16}(?:rmdir|rd|del|erase)\s{1,16}\/[sqfpa](?:\s|$)/im;

/**
 * A text without here-documents of a Unix shell: their contents do not show the language of the
 * text.
 */
function withoutDocuments(text: string): string {
  let out = '';
  let at = 0;
  for (let round = 0; round < MAX_DOCUMENTS; round += 1) {
    DOCUMENT.lastIndex = at;
    const found = DOCUMENT.exec(text);
    if (found === null) break;
    const from = found.index + found[0].length;
    const mark = found[1] ?? '';
    const end = endOfDocument(text, from, mark, true);
    out += text.slice(at, from);
    at = end < 0 ? text.length : end;
  }
  return out + text.slice(at);
}

/** Each missing delimiter costs a search through the whole text. */
const MAX_DOCUMENTS = 16;
const DOCUMENT = /<<-?[ \t]{0,8}["'\\]?(\w{1,64})["']?[^\n]{0,1024}\n/g;

/** A fast test for something that `POWERSHELL_SYNTAX` requires. */
function mayBePowerShell(lowerCase: string): boolean {
  if (lowerCase.includes('{') && (lowerCase.includes('%') || lowerCase.includes('?'))) return true;
  return ['$env:', 'iex', 'iwr', 'irm', '[scriptblock]'].some((sign) => lowerCase.includes(sign));
}

function containsVerb(text: string): boolean {
  const mayContain = [...text.matchAll(DASHED)].some(([word]) => VERBS.has(word.toLowerCase()));
  return (
    mayContain && [...text.matchAll(VERB)].some(([, verb = '']) => VERBS.has(verb.toLowerCase()))
  );
}

const POWERSHELL_SYNTAX =
  /\$env:\w|\|\s*[%?]\s*\{|(?:^|[|;]\s*)(?:iex|iwr|irm)\s*\(|(?:^|[|;]\s*)(?:iwr|irm)\s+["']?https?:|\|\s*iex\b|\[scriptblock\]::/im;
/** A possible Verb-Noun in any position: most texts have none. */
const DASHED = /[A-Za-z]{2,12}(?=-[A-Za-z]{3})/g;
// The verbs are looked up in a list, because compiling a regular expression of them costs more than
// reading a command.
const VERB =
  /(?:^|[|;&({]\s*|=\s|Microsoft\.PowerShell\.\w{1,40}\\)["']?([a-z]{2,12})(?=-[a-z]{3,}\b(?!-))/gim;
const VERBS = new WordList(
  'get set remove new invoke start stop add clear copy move rename out write import export ' +
    'format foreach where select sort test enable disable register unregister install uninstall ' +
    'restart convertto convertfrom expand compress update find save measure compare group wait ' +
    'push pop enter exit read send mount dismount initialize repair reset restore unblock ' +
    'suspend resume',
);

/**
 * Rewrites PowerShell so that a shell parser finds its pipelines: script blocks become lines,
 * brackets substitutions, backticks escapes, and `\` in paths `/`. Only splits and quotes; does not
 * evaluate expressions.
 */
export function toPosixForm(source: string): PosixForm {
  const keepsReserved = UNIX_BLOCK.test(source);
  const writer: Writer = { source, at: 0, out: [], places: [], closers: [], keepsReserved };
  while (writer.at < source.length) step(writer);
  return { text: writer.out.join(''), places: writer.places };
}

interface Writer {
  readonly source: string;
  at: number;
  readonly out: string[];
  readonly places: number[];
  /** The closing text for each open bracket. */
  readonly closers: string[];
  /** Whether a Unix shell runs the cmdlets, so that its reserved words keep their meaning. */
  readonly keepsReserved: boolean;
}

/** Keywords inside a condition or a loop of a Unix shell. */
const UNIX_BLOCK = /(?:^|[;\n])\s{0,16}(?:then|fi|done|esac)(?:\s|;|$)/;

function step(writer: Writer): void {
  const { source, at } = writer;
  const char = plainSign(source.charAt(at));
  const special = STEPS[char];
  if (special !== undefined) special(writer);
  else if (startsStatement(writer) && /[a-z]/i.test(char)) word(writer);
  else copy(writer, char);
}

/** PowerShell accepts typographic dashes, quotes and blanks as plain ones. */
function plainSign(char: string): string {
  if (char < '\u00a0') return char;
  if (/[\u2013-\u2015]/.test(char)) return '-';
  if (/[\u2018-\u201b]/.test(char)) return "'";
  if (/[\u201c-\u201e]/.test(char)) return '"';
  return /\s/.test(char) ? ' ' : char;
}

type Step = (writer: Writer) => void;

const STEPS: Readonly<Record<string, Step>> = {
  "'": (writer) => {
    quoted(writer, "'");
  },
  '"': (writer) => {
    quoted(writer, '"');
  },
  '@': atSign,
  '<': (writer) => {
    if (writer.source.startsWith('<#', writer.at)) skipTo(writer, '#>');
    else copy(writer, '<');
  },
  '[': (writer) => {
    // `&` runs the resulting script block, as `Invoke-Expression` runs a text.
    const made = /^\[scriptblock\]::create/i.exec(writer.source.slice(writer.at, writer.at + 24));
    if (made === null) copy(writer, '[');
    else {
      copy(writer, 'Invoke-Expression ');
      writer.at += made[0].length - 1;
    }
  },
  '`': (writer) => {
    copy(writer, '\\');
    copy(writer, writer.source.charAt(writer.at));
  },
  '\\': (writer) => {
    copy(writer, '/');
  },
  '{': (writer) => {
    if (writer.out.at(-1) === '$') variable(writer);
    else copy(writer, '\n');
  },
  '}': (writer) => {
    copy(writer, /^\s*\|/.test(writer.source.slice(writer.at + 1, writer.at + 9)) ? ' ' : '\n');
  },
  '\r': (writer) => {
    // CRLF
    if (/^\r(?:\n|$)/.test(writer.source.slice(writer.at, writer.at + 2))) writer.at += 1;
    else copy(writer, '\r');
  },
  ';': (writer) => {
    copy(writer, '\n');
  },
  '(': openBracket,
  ')': (writer) => {
    copy(writer, writer.closers.pop() ?? ' ');
  },
  '&': (writer) => {
    const call = startsStatement(writer) && writer.source.charAt(writer.at + 1) !== '&';
    copy(writer, call ? ' ' : '&');
  },
};

function copy(writer: Writer, text: string): void {
  writer.out.push(text);
  for (let index = 0; index < text.length; index += 1) writer.places.push(writer.at);
  writer.at += 1;
}

function skipTo(writer: Writer, end: string): void {
  const found = writer.source.indexOf(end, writer.at);
  writer.at = found < 0 ? writer.source.length : found + end.length;
}

function quoted(writer: Writer, quote: string): void {
  copy(writer, quote);
  while (writer.at < writer.source.length) {
    const char = plainSign(writer.source.charAt(writer.at));
    if (quote === '"' && char === '`') copy(writer, '\\');
    else if (quote === '"' && char === '\\') copy(writer, '/');
    else copy(writer, char);
    if (char === quote) return;
    if (quote === '"' && char === '`') copy(writer, writer.source.charAt(writer.at));
  }
}

/** Here-strings are quoted data; `@(` and `@{` are brackets. */
function atSign(writer: Writer): void {
  const { source, at } = writer;
  const here = /^@(['"])\r?\n/.exec(source.slice(at, at + 4));
  if (here === null) {
    if (source.charAt(at + 1) === '(' || source.charAt(at + 1) === '{') writer.at += 1;
    else copy(writer, '@');
    return;
  }
  const close = source.indexOf(`\n${here[1] ?? ''}@`, at);
  const end = close < 0 ? source.length : close;
  writer.at += 1;
  copy(writer, "'");
  while (writer.at < end) copy(writer, source.charAt(writer.at).replace("'", '"'));
  copy(writer, "'");
  writer.at = end + 3;
}

function variable(writer: Writer): void {
  const end = writer.source.indexOf('}', writer.at);
  const stop = end < 0 ? writer.source.length : end + 1;
  while (writer.at < stop) copy(writer, writer.source.charAt(writer.at));
}

/** `name(` is a method call with arguments; any other bracket runs its contents. */
function openBracket(writer: Writer): void {
  const before = writer.out.at(-1) ?? '';
  if (RUNS_TEXT.test(writer.out.slice(-32).join(''))) {
    writer.closers.push(')');
    copy(writer, ' $(');
    return;
  }
  const call = /[\w)\]'"]/.test(before);
  writer.closers.push(call ? ' ' : ')');
  copy(writer, call ? ' ' : before === '$' ? '(' : '$(');
}

/** `iex(…)` is not a method call. */
const RUNS_TEXT = /(?:^|[\s|&(])(?:iex|invoke-expression)$/i;

function word(writer: Writer): void {
  const found = /^[\w-]+/.exec(writer.source.slice(writer.at, writer.at + 64))?.[0] ?? '';
  if (!writer.keepsReserved && RESERVED.has(found.toLowerCase())) {
    writer.out.push('\\');
    writer.places.push(writer.at);
  }
  for (const char of found) copy(writer, char);
}

/** Reserved words of POSIX shells without a meaning in PowerShell. */
const RESERVED: ReadonlySet<string> = new Set(
  'if then else elif fi for while until do done case esac select function time in coproc'.split(
    ' ',
  ),
);

function startsStatement({ out }: Writer): boolean {
  for (let at = out.length - 1; at >= 0; at -= 1) {
    const text = out[at] ?? '';
    if (text !== ' ' && text !== '\t') return /[\n|&(]$/.test(text);
  }
  return true;
}
