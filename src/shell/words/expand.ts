import type {
  CommandExpansionPart,
  ParameterExpansionPart,
  ParameterOperation,
  ParameterRemoveOperation,
  ParameterReplaceOperation,
  ParameterSliceOperation,
  Word,
  WordPart,
} from 'unbash';
import { printedBy } from './printedText';
import { madeToken, type Token } from './token';

/**
 * Variables that the command sets; an array has several values. For a substitution, the value is
 * its text.
 */
export type Variables = Map<string, readonly string[]>;

/**
 * The words that a shell makes of one by brace expansion and `$IFS`, whatever other variables
 * contain.
 */
export function splitWord(token: Token): readonly Token[] {
  const { node, text } = token;
  if (node === undefined) return [token];
  if (text.includes('IFS') && IFS.test(text)) return split(token, token.value.split(IFS));
  if (text.length > MAX_BRACED || !text.includes('{')) return [token];
  const plain = text.includes('$') ? text.replace(BRACED_HOME, '$$$1$2') : text;
  return !plain.includes('${') && BRACES.test(plain) ? split(token, braces(plain)) : [token];
}

/**
 * The words that a shell makes of one with the variables that the command set; the word itself if a
 * value is unknown.
 */
export function resolveWord(token: Token, variables: Variables): readonly Token[] {
  const parts = token.node?.parts;
  if (parts === undefined || !parts.some((part) => isLive(part))) return [token];
  const pieces = parts.map((part) => pieceOf(part, variables));
  if (!pieces.every((piece) => piece !== undefined)) return [token];
  const fields = fieldsOf(pieces);
  if (fields.length > MAX_VALUES) return [token];
  if (fields.length === 1 && fields[0] === token.value) return [token];
  return fields.map((field) => made(field, token));
}

/** The word without the parts whose value is unknown; undefined if nothing else is left. */
export function withoutUnknown(token: Token, variables: Variables): string | undefined {
  const parts = token.node?.parts;
  if (parts === undefined || !parts.some((part) => isLive(part))) return undefined;
  const text = parts.flatMap((part) => pieceOf(part, variables)?.texts ?? []).join('');
  return /^[\w./+-]+$/.test(text) ? text : undefined;
}

/** Prefix of the key for a variable whose values a loop takes one after another. */
export const LOOP = 'for ';
/** Maximum number of words that one word expands to; a longer list counts as unknown. */
export const MAX_VALUES = 512;
const MAX_LENGTH = 4096;
const IFS = /\$\{?IFS(?:%\?+|:\d+(?::\d+)?)?\}?(?:\$\d)?/;
/** Longer words are not expanded. */
const MAX_BRACED = 256;
/** A variable that every shell has, in a brace expansion. */
const BRACED_HOME = /"?\$\{?(HOME|PWD|OLDPWD)\}?(\/?)"?/g;
/** A word with a brace expansion and no quotes or other expansions. */
const BRACES = /^[\w./~*+=:@%,$-]*\{[\w./~*+=:@%{},$-]*,[\w./~*+=:@%{},$-]*\}[\w./~*+=:@%{},$-]*$/;

/** The words that `a{b,c}d` expands to, up to a limit. */
function braces(text: string): readonly string[] {
  let words: readonly string[] = [text];
  for (let round = 0; round < MAX_BRACES; round += 1) {
    const next = words.flatMap((word) => {
      const [, head = '', list, tail = ''] = INNER_BRACES.exec(word) ?? [];
      return list === undefined ? [word] : list.split(',').map((one) => head + one + tail);
    });
    if (next.length === words.length || next.length > MAX_VALUES) break;
    words = next;
  }
  return words;
}

const MAX_BRACES = 4;
const INNER_BRACES = /^(.*)\{([^{}]*,[^{}]*)\}(.*)$/s;

/** The expansion of one part of a word. Several texts are several words. */
interface Piece {
  readonly texts: readonly string[];
  /** Not split at blanks. */
  readonly whole: boolean;
}

function isLive(part: WordPart): boolean {
  if (part.type === 'DoubleQuoted') return part.parts.some((child) => isLive(child));
  return LIVE.has(part.type);
}

const LIVE: ReadonlySet<string> = new Set([
  'SimpleExpansion',
  'ParameterExpansion',
  'CommandExpansion',
]);

function pieceOf(part: WordPart, variables: Variables): Piece | undefined {
  if ('value' in part)
    return { texts: [part.type === 'Glob' ? part.text : part.value], whole: true };
  if (part.type === 'DoubleQuoted') return quotedPiece(part.parts, variables);
  const texts = part.type === 'CommandExpansion' ? outputOf(part) : valuesOf(part, variables);
  return texts === undefined ? undefined : { texts, whole: false };
}

function outputOf(part: CommandExpansionPart): readonly string[] | undefined {
  const text = printedBy(part.script);
  return text === undefined ? undefined : [text];
}

/** `"$@"` alone expands to several words; other quoted text to one. */
function quotedPiece(parts: readonly WordPart[], variables: Variables): Piece | undefined {
  const pieces = parts.map((part) => pieceOf(part, variables));
  if (!pieces.every((piece) => piece !== undefined)) return undefined;
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return { ...only, whole: true };
  return { texts: [pieces.map(({ texts }) => texts.join(' ')).join('')], whole: true };
}

function valuesOf(part: WordPart, variables: Variables): readonly string[] | undefined {
  if (part.type === 'ParameterExpansion') return parameterValues(part, variables);
  if (part.type !== 'SimpleExpansion') return undefined;
  const name = part.text.slice(1);
  if (/^[@*]$/.test(name)) return variables.get('@');
  const values = variables.get(name) ?? givenValue(name);
  return variables.has(LOOP + name) ? values : values?.slice(0, 1);
}

/** Variables that every shell has are kept as they are. */
function givenValue(name: string): readonly string[] | undefined {
  return GIVEN.has(name) ? [`$${name}`] : undefined;
}

const GIVEN: ReadonlySet<string> = new Set(['HOME', 'PWD', 'OLDPWD', 'PATH', 'USER', 'TMPDIR']);
/** A word that a shell parses unchanged: plain text, possibly with such a variable. */
const READS_BACK = /^(?:[\w./~@%+=:,*?-]|\$(?:HOME|PWD|OLDPWD|PATH|USER|TMPDIR)\b)+$/;

function parameterValues(
  part: ParameterExpansionPart,
  variables: Variables,
): readonly string[] | undefined {
  const { prefix, index, operation } = part;
  const all = index !== undefined && /^[@*]$/.test(index.text);
  const place = index === undefined || all ? undefined : Number(index.text);
  if (prefix !== undefined || Number.isNaN(place)) return undefined;
  const known = valuesAt(part.parameter, place, variables);
  const isList = all || (place === undefined && variables.has(LOOP + part.parameter));
  if (operation === undefined) return isList ? known : known?.slice(0, 1);
  const text = changed(known?.[0], operation, variables);
  return text === undefined ? undefined : [text];
}

function valuesAt(
  name: string,
  place: number | undefined,
  variables: Variables,
): readonly string[] | undefined {
  const values = variables.get(name) ?? givenValue(name);
  return place === undefined ? values : values?.slice(place).slice(0, 1);
}

/** The result of an operation such as `${x:-rm}` or `${x:1:2}` on a value. */
function changed(
  known: string | undefined,
  operation: ParameterOperation,
  variables: Variables,
): string | undefined {
  if (operation.type === 'Default') {
    if (operation.operator.endsWith('?')) return known;
    const other = plainValue(operation.operand, variables);
    return operation.operator.endsWith('+') ? other : (known ?? other);
  }
  if (known === undefined) return undefined;
  if (known.startsWith('$')) return operation.type === 'Slice' ? firstSlash(operation) : undefined;
  if (operation.type === 'Slice') return sliced(known, operation);
  if (operation.type === 'Remove') return removed(known, operation, variables);
  if (operation.type === 'Replace') return replaced(known, operation, variables);
  if (operation.type !== 'CaseModification') return undefined;
  return operation.operator.startsWith(',') ? known.toLowerCase() : known.toUpperCase();
}

/** `${HOME:0:1}`: the first character of an absolute path is known. */
function firstSlash({ offset, length }: ParameterSliceOperation): string | undefined {
  return offset.text === '0' && length?.text === '1' ? '/' : undefined;
}

/** `${x%.sh}` and `${x#a}`, if the removed part has no wildcard. */
function removed(
  value: string,
  { operator, operand }: ParameterRemoveOperation,
  variables: Variables,
): string | undefined {
  const what = plainValue(operand, variables);
  if (what === undefined || /[*?[]/.test(operand.text)) return undefined;
  if (operator.startsWith('%'))
    return value.endsWith(what) ? value.slice(0, value.length - what.length) : value;
  return value.startsWith(what) ? value.slice(what.length) : value;
}

function sliced(value: string, { offset, length }: ParameterSliceOperation): string | undefined {
  const from = Number(offset.text);
  const end = length === undefined ? undefined : from + Number(length.text);
  return Number.isInteger(from) ? value.slice(from, end) : undefined;
}

function replaced(
  value: string,
  { operator, pattern, replacement }: ParameterReplaceOperation,
  variables: Variables,
): string | undefined {
  const what = plainValue(pattern, variables) ?? '';
  const by = plainValue(replacement, variables) ?? '';
  if (what === '' || /[*?[]/.test(what)) return undefined;
  return operator === '//' ? value.replaceAll(what, by) : value.replace(what, by);
}

/** The text of a word; undefined if it depends on values that are unknown. */
export function plainValue(word: Word, variables: Variables): string | undefined {
  if (word.value.length > MAX_LENGTH) return undefined;
  if (word.parts === undefined) return word.value;
  const pieces = word.parts.map((part) => pieceOf(part, variables));
  if (!pieces.every((piece) => piece !== undefined)) return undefined;
  return pieces.map(({ texts }) => texts.join(' ')).join('');
}

/** The words that adjacent pieces form: unquoted text is split at blanks. */
function fieldsOf(pieces: readonly Piece[]): readonly string[] {
  const fields: string[] = [];
  for (const { texts, whole } of pieces) {
    const words = texts.flatMap((text) => (whole ? [text] : text.split(/[ \t\n]+/)));
    const [first, ...others] = words;
    if (first === undefined) continue;
    fields.push((fields.pop() ?? '') + first, ...others);
  }
  return fields.filter((field) => field !== '');
}

function split(token: Token, values: readonly string[]): readonly Token[] {
  return values.filter((value) => value !== '').map((value) => made(value, token));
}

function made(value: string, { start, end }: Token): Token {
  const token = madeToken(value, start, end);
  return READS_BACK.test(value) ? { ...token, text: value, shown: value, quoted: false } : token;
}
