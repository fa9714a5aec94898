/** A text for `cmd` without its escapes and with the commands behind `if`, `for`, `call` and `@` in front. */
export function withoutBatch(text: string): string {
  return text
    .replace(/\^(.)/gs, '$1')
    .replace(CONDITION, '$1')
    .replace(LOOP, '$1')
    .replace(/(^|[&|(]\s{0,8})(?:@|call\s)+/gi, '$1');
}

const CONDITION =
  /(^|[&|(]\s{0,8})if\s+(?:\/i\s+)?(?:not\s+)?(?:(?:exist|defined|errorlevel)\s+(?:"[^"\n]{0,256}"|\S{1,256})|\S{1,256}?==\S{1,256})\s+\(?/gi;
const LOOP = /(^|[&|(]\s{0,8})for\s+(?:\/\w\s+)?%{1,2}\w\s+in\s+\([^)\n]{0,256}\)\s+do\s+\(?/gi;
