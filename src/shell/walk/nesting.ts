import { endOfDocument } from '../words/hereDocuments';

/**
 * Whether brackets and substitutions of a shell text nest deeper than `limit`. Brackets in
 * comments, quoted text and here-documents do not count. Linear time; memory only for the open
 * brackets.
 */
export function nestsDeeper(text: string, limit: number): boolean {
  return mayNestDeeper(text, limit) && hasDeeperNesting(text, limit);
}

/** A cheap upper bound, which suffices for nearly every command. */
function mayNestDeeper(text: string, limit: number): boolean {
  let open = 0;
  let ticks = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === OPEN_ROUND || char === OPEN_CURLY) open += 1;
    else if ((char === CLOSE_ROUND || char === CLOSE_CURLY) && open > 0) open -= 1;
    else if (char === BACKTICK) ticks += 1;
    if (open > limit || ticks > MAX_BACKTICKS) return true;
  }
  return false;
}

const OPEN_ROUND = 40;
const CLOSE_ROUND = 41;
const BACKTICK = 96;
const OPEN_CURLY = 123;
const CLOSE_CURLY = 125;
const MAX_BACKTICKS = 512;

/**
 * What is open at a position: brackets, double quotes, backticks, or a here-document that is
 * expanded.
 */
type Open = '(' | '{' | '"' | '`' | 'document';

/** A here-document that begins after the current line. */
interface Document {
  readonly mark: string;
  readonly tabs: boolean;
  /** The delimiter is quoted: the body is not expanded. */
  readonly plain: boolean;
}

/** The state of one pass over a text. */
interface Scan {
  readonly text: string;
  readonly open: Open[];
  readonly pending: Document[];
  /** The here-documents being read, the innermost last. */
  readonly documents: { readonly end: number; readonly depth: number }[];
  at: number;
  ticks: number;
  /** Here-documents without an end. */
  missing: number;
}

function hasDeeperNesting(text: string, limit: number): boolean {
  const scan: Scan = { text, open: [], pending: [], documents: [], at: 0, ticks: 0, missing: 0 };
  while (scan.at < text.length) {
    leaveDocument(scan);
    step(scan);
    if (scan.open.length > limit || scan.ticks > MAX_BACKTICKS) return true;
  }
  return false;
}

/**
 * Whether the parts of a shell text that may run exceed `limit` characters: everything except
 * comments, quoted text and here-documents. Substitutions in them may run and count. Linear time.
 */
export function runsLonger(text: string, limit: number): boolean {
  if (text.length <= limit) return false;
  const scan: Scan = { text, open: [], pending: [], documents: [], at: 0, ticks: 0, missing: 0 };
  let length = 0;
  while (scan.at < text.length && length <= limit) {
    leaveDocument(scan);
    const { at } = scan;
    const inside = scan.open.at(-1);
    const isText = inside === '"' || inside === 'document';
    const char = text.charAt(at);
    step(scan);
    // The step over a line end may skip a whole here-document.
    const width = char === "'" || char === '#' || char === '\n' ? 1 : scan.at - at;
    if (!isText) length += width;
    else if (char === '$' || char === '`') length += SUBSTITUTED;
    if (scan.open.length > limit) return true;
  }
  return length > limit;
}

/** The cost of a substitution in text, which is more work than a character. */
const SUBSTITUTED = 8;

/** Reads one character, or a whole quoted string or comment. */
function step(scan: Scan): void {
  const { text, at, open } = scan;
  const char = text.charAt(at);
  const inside = open.at(-1);
  const opens = char === '$' ? BRACKETS[text.charAt(at + 1)] : undefined;
  if (char === '\\') scan.at += 2;
  else if (char === '`') addBacktick(scan);
  else if (opens !== undefined) {
    open.push(opens);
    scan.at += 2;
  } else if (inside === '"' || inside === 'document') {
    if (char === inside) open.pop();
    scan.at += 1;
  } else (BARE[char] ?? pass)(scan);
}

const BRACKETS: Readonly<Record<string, '(' | '{'>> = {
  __proto__: null as never,
  '(': '(',
  '{': '{',
};

/** What a character means outside quotes. */
const BARE: Readonly<Record<string, (scan: Scan) => void>> = {
  __proto__: null as never,
  "'": (scan) => {
    scan.at = endOf(scan.text, scan.text.indexOf("'", scan.at + 1), 1);
  },
  '#': (scan) => {
    const begins = /^$|[\s;&|(]/.test(scan.text[scan.at - 1] ?? '');
    scan.at = begins ? endOf(scan.text, scan.text.indexOf('\n', scan.at), 0) : scan.at + 1;
  },
  '<': (scan) => {
    if (scan.text[scan.at + 1] === '<' && scan.open.at(-1) !== '{') openDocument(scan);
    else scan.at += 1;
  },
  '\n': (scan) => {
    scan.at += 1;
    enterDocuments(scan);
  },
  '(': opener('('),
  '{': opener('{'),
  '"': opener('"'),
  ')': closer('('),
  '}': closer('{'),
};

function pass(scan: Scan): void {
  scan.at += 1;
}

function opener(what: Open): (scan: Scan) => void {
  return (scan) => {
    scan.open.push(what);
    scan.at += 1;
  };
}

function closer(bracket: '(' | '{'): (scan: Scan) => void {
  return (scan) => {
    close(scan.open, bracket);
    scan.at += 1;
  };
}

/**
 * Closes the innermost bracket of a kind; an open bracket of the other kind inside it was literal.
 */
function close(open: Open[], bracket: '(' | '{'): void {
  for (let at = open.length - 1; at >= 0; at -= 1) {
    const one = open[at];
    if (one !== '(' && one !== '{') return;
    if (one === bracket) {
      open.length = at;
      return;
    }
  }
}

function addBacktick(scan: Scan): void {
  const opened = scan.open.lastIndexOf('`');
  if (opened < 0) scan.open.push('`');
  else scan.open.length = opened;
  scan.ticks += 1;
  scan.at += 1;
}

function openDocument(scan: Scan): void {
  MARK.lastIndex = scan.at;
  const found = MARK.exec(scan.text);
  scan.at += found?.[0].length ?? 2;
  const written = found?.[2] ?? '';
  if (written === '') return;
  const mark = written.replace(/["'\\]/g, '');
  scan.pending.push({ mark, tabs: found?.[1] === '-', plain: mark !== written });
}

/** `<<` and its delimiter; with a third `<` it is a here-string, which has none. */
const MARK = /<<(?:<|(-?)[ \t]*((?:"[^"\n]*"|'[^'\n]*'|\\.|[^\s;&|<>()"'`\\])*))/y;

/** Enters the here-documents that start after this line end. */
function enterDocuments(scan: Scan): void {
  for (const { mark, tabs, plain } of scan.pending.splice(0)) {
    const end = scan.missing < MAX_MISSING ? endOfDocument(scan.text, scan.at, mark, tabs) : -1;
    if (end < 0) scan.missing += 1;
    else if (plain) scan.at = end;
    else {
      scan.documents.push({ end, depth: scan.open.length });
      scan.open.push('document');
      // Further here-documents of the same line are treated as part of the first.
      return;
    }
  }
}

/** Each missing delimiter costs a search through the whole text. */
const MAX_MISSING = 16;

function leaveDocument({ documents, open, at }: Scan): void {
  const last = documents.at(-1);
  if (last === undefined || at < last.end) return;
  documents.pop();
  open.length = Math.min(open.length, last.depth);
}

/** The position after a search result; the end of the text if nothing was found. */
function endOf(text: string, found: number, width: number): number {
  return found < 0 ? text.length : found + width;
}
