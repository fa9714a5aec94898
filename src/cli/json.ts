import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { RulewrightError } from '../core/errors';

/** Parses the JSON text of the file `name`. Throws `invalid-input` with line and column of the first error. */
export function parseJson(text: string, name: string): unknown {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return JSON.parse(plain) as unknown;
  } catch (cause) {
    throw new RulewrightError(
      'invalid-input',
      `${name} is not valid JSON: ${firstErrorIn(plain)}.`,
      {
        hint: 'Correct the file and try again.',
        cause,
      },
    );
  }
}

/** V8 does not always report a position, so parse again with a parser that does. */
function firstErrorIn(text: string): string {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first === undefined) return 'unexpected character';
  const before = text.slice(0, first.offset);
  const line = before.split('\n').length;
  const column = first.offset - before.lastIndexOf('\n');
  const what = printParseErrorCode(first.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return `line ${String(line)}, column ${String(column)}: ${what}`;
}
