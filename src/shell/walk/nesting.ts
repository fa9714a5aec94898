import { endOfDocument } from '../words/documents';

/**
 * Whether brackets and substitutions of a shell text really nest deeper than `limit`. Brackets in comments, quoted text
 * and here-documents nest nothing. Runs in linear time and keeps no more than the open ones.
 */
export function nestsDeeper(text: string, limit: number): boolean {
  return mayNestDeeper(text, limit) && reallyNestsDeeper(text, limit);
}

/** A cheap upper bound: nearly every command is below it. */
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

/** What is open at a place: brackets, double quotes, backticks, or a here-document that is expanded. */
type Open = '(' | '{' | '"' | '`' | 'document';

/** A here-document that begins at the next line end. */
interface Document {
  readonly mark: string;
  readonly tabs: boolean;
  /** A quoted mark: nothing in it is expanded. */
  readonly plain: boolean;
}

/** One pass over a text that keeps what is open. */
interface Scan {
  readonly text: string;
  readonly open: Open[];
  readonly pending: Document[];
  /** The here-documents that are being read, the innermost last. */
  readonly documents: { readonly end: number; readonly depth: number }[];
  at: number;
  ticks: number;
  /** Here-documents without an end. */
  missing: number;
}

function reallyNestsDeeper(text: string, limit: number): boolean {
  const scan: Scan = { text, open: [], pending: [], documents: [], at: 0, ticks: 0, missing: 0 };
  while (scan.at < text.length) {
    leaveDocument(scan);
    step(scan);
    if (scan.open.length > limit || scan.ticks > MAX_BACKTICKS) return true;
  }
  return false;
}

/**
 * Whether what may run of a shell text has more than `limit` characters: all but comments, quoted text, here-documents
 * and what is never reached behind them. What is substituted in them may run, and counts. Runs in linear time.
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
    // A line end may lead over a whole document.
    const width = char === "'" || char === '#' || char === '\n' ? 1 : scan.at - at;
    if (!isText) length += width;
    else if (char === '$' || char === '`') length += SUBSTITUTED;
    if (scan.open.length > limit) return true;
  }
  return length > limit;
}

/** What a substitution in text counts: each costs more to read than a character. */
const SUBSTITUTED = 8;

/** Reads one character, or all that belongs to one quoted or commented stretch. */
function step(scan: Scan): void {
  const { text, at, open } = scan;
  const char = text.charAt(at);
  const inside = open.at(-1);
  const opens = char === '$' ? BRACKETS[text.charAt(at + 1)] : undefined;
  if (char === '\\') scan.at += 2;
  else if (char === '`') tick(scan);
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

/** Closes the innermost bracket of a kind; a bracket of the other kind in it was only a character. */
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

function tick(scan: Scan): void {
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

/** `<<` with a mark; a third `<` makes it a here-string, which has none. */
const MARK = /<<(?:<|(-?)[ \t]*((?:"[^"\n]*"|'[^'\n]*'|\\.|[^\s;&|<>()"'`\\])*))/y;

/** At a line end the here-documents begin that the line announced. */
function enterDocuments(scan: Scan): void {
  for (const { mark, tabs, plain } of scan.pending.splice(0)) {
    const end = scan.missing < MAX_MISSING ? endOfDocument(scan.text, scan.at, mark, tabs) : -1;
    if (end < 0) scan.missing += 1;
    else if (plain) scan.at = end;
    else {
      scan.documents.push({ end, depth: scan.open.length });
      scan.open.push('document');
      // Several on one line stand one behind the other: the others are taken as part of the first.
      return;
    }
  }
}

/** Marks that are nowhere found cost a search through the whole text each. */
const MAX_MISSING = 16;

function leaveDocument({ documents, open, at }: Scan): void {
  const last = documents.at(-1);
  if (last === undefined || at < last.end) return;
  documents.pop();
  open.length = Math.min(open.length, last.depth);
}

/** The place behind a sign that was looked for; the end of the text where there is none. */
function endOf(text: string, found: number, width: number): number {
  return found < 0 ? text.length : found + width;
}
