import { shellQuoted } from '../../core/shellQuoted';
import { runsOf } from '../programs/programRuns';
import { decoded } from '../words/printedText';

/**
 * The shell texts that code for `program` passes to a shell: `os.system('rm -rf x')`, `!rm -rf x`
 * of an editor, the commands of a crontab. Limited in number.
 */
export function codeTexts(code: string, program: string): readonly string[] {
  const text = code.slice(0, MAX_CODE);
  if (program === 'crontab') return timedTexts(text);
  if (program === 'make') return recipeTexts(text);
  const found = [
    ...(runsOf(program)?.escapes === true
      ? text.split('\n').flatMap((line) => escapedText(line) ?? [])
      : []),
    ...(RUNS_TICKS.test(program) ? backtickTexts(text) : []),
    ...hiddenTexts(text),
  ];
  for (const call of text.matchAll(CALL)) {
    found.push(...calledWith(literalsAt(text, call.index + call[0].length), program));
  }
  for (const pattern of QUOTED_COMMANDS) {
    for (const match of text.matchAll(pattern)) {
      found.push(match.slice(1).join(''));
    }
  }
  if (RUNS_ANY.test(text)) found.push(...phrasesIn(text));
  return [...new Set(found)].filter((one) => one !== '').slice(0, MAX_TEXTS);
}

/** The shell texts that a call with these string arguments runs. */
function calledWith(words: readonly string[], program: string): readonly string[] {
  const [first = ''] = words;
  if (words.length === 0) return [];
  if (words.length === 1) return [first, ...codeInside(first, program)];
  const found = [words.map((word) => asWord(word)).join(' ')];
  const flag = words.findIndex((word) => /^-[a-z]{0,3}c$/.test(word));
  if (flag > 0) found.push(words[flag + 1] ?? '');
  // A shell text may be followed by other arguments: `popen("rm -rf x", "r")`.
  if (/\S\s+\S/.test(first)) found.push(first);
  return found;
}

/** Code that calls a shell in a way that is not recognized, or decodes text first. */
const RUNS_ANY =
  /\b(?:system|subprocess|child_process|popen[234]?|Popen|pty|spawn\w*|exec\w*|capture[23]e?|shell-command|Deno\.Command|Bun\.|os:cmd)\b/;

/**
 * Strings in code that look like a command line: several words, the first one a program that is
 * dangerous or runs others.
 */
function phrasesIn(code: string): readonly string[] {
  const found: string[] = [];
  for (const { 0: whole, index } of code.matchAll(QUOTED)) {
    const text = unquoted(whole);
    if (PHRASE.test(text) && !PRINTS.test(code.slice(Math.max(0, index - 24), index)))
      found.push(text);
    if (found.length >= MAX_TEXTS) break;
  }
  return found;
}

const QUOTED = /"(?:[^"\\\n]|\\.){2,1024}"|'(?:[^'\\\n]|\\.){2,1024}'/g;
const PHRASE =
  /^\s*(?:\/(?:usr\/)?(?:local\/)?s?bin\/)?(?:sudo|rm|dd|mkfs[.\w]*|shred|wipefs|chmod|chown|find|git|curl|wget|kubectl|docker|terraform|aws|psql|mysql|cat|mv|cp|tee|kill|pkill|nc|ncat|ssh|bash|sh|zsh|python3?|perl|crontab|systemctl|iptables|xargs|echo|env|:\(\)) ?[^=]/;
/** Calls that only print their argument. */
const PRINTS = /\b(?:print|puts|log|echo|write|warn|error|info|say)[ (]+$/;

function unquoted(literal: string): string {
  return literal.slice(1, -1).replace(/\\(["'\\])/g, '$1');
}

/** Strings that code decodes before it runs them. */
function hiddenTexts(code: string): readonly string[] {
  if (!/b(?:ase)?64|atob|fromhex|unhexlify|'hex'|"hex"/i.test(code)) return [];
  const texts = [...code.matchAll(ENCODED)].map((match) => decodedText(match[1] ?? ''));
  return texts.filter((text) => /^[\x20-\x7e\s]{4,}$/.test(text)).slice(0, MAX_TEXTS);
}

const ENCODED = /["']([A-Za-z0-9+/]{8,4096}={0,2})["']/g;

function decodedText(encoded: string): string {
  const isHex = /^(?:[0-9a-f]{2})+$/i.test(encoded);
  return decoded(isHex ? ['xxd', '-r', '-p'] : ['base64', '-d'], encoded) ?? '';
}

/** Code in a string of code, one level deep: `exec("os.system(\"rm -rf x\")")`. */
function codeInside(literal: string, program: string): readonly string[] {
  return literal.includes('(') && !program.startsWith('in ')
    ? codeTexts(literal, `in ${program}`)
    : [];
}

/** The commands of a makefile: recipe lines, `target: ; text`, `$(shell text)` and `name != text`. */
function recipeTexts(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => RECIPE.exec(line)?.slice(1).join('') ?? '');
  const shells = [...text.matchAll(/\$[({]shell\s([^\n]{1,1024})[)}]/g)].map(
    (match) => match[1] ?? '',
  );
  const recipes = lines.map((line) => line.replace(/^[@+\s-]+/, '').replaceAll('$$', '$'));
  return [...shells, ...recipes].filter((line) => line !== '').slice(0, MAX_RECIPES);
}

const MAX_RECIPES = 32;
const RECIPE = /^(?:\t(.*)|[^\s#:=]{1,80}\s?::?[^=;]{0,200};(.*)|\w{1,80}\s?!=(.*))$/;

/**
 * Words that need no quotes. Globs, braces and `~` keep their meaning, since a call may pass its
 * words to a shell.
 */
const LIVE = /^[\w./:=@%+,{}*~-]+$/;
/** Maximum length of code that is examined. The walk reports longer code as not completely read. */
const MAX_CODE = 16_384;
const MAX_TEXTS = 24;
const MAX_LITERALS = 32;

/**
 * Functions of Python, Perl, Ruby, Node, PHP, Lua, Tcl, Lisp and others that run a shell text or a
 * list of words.
 */
const CALL =
  /\b(?:system2?|popen[23]?e?|Popen|capture[23]e?|create_subprocess_(?:shell|exec)|exec(?:Sync|File|FileSync|ve?p?e?|lp?e?)?|spawn(?:Sync|vp?e?|lp?e?)?|shell_exec|passthru|proc_open|getoutput|getstatusoutput|check_output|check_call|call|run|execute|shell|cmd|Command|shell-command|call-process|do shell script)(?:\s+-\w+)*\s*(?=[("'`[{ ])/g;

/** Quoting syntax that runs its text by itself. */
const QUOTED_COMMANDS: readonly RegExp[] = [
  // Perl, Ruby
  /\b(?:qx|%x)\s*(?:\(([^)\n]{1,1024})\)|\{([^}\n]{1,1024})\}|\[([^\]\n]{1,1024})\]|\/([^/\n]{1,1024})\/|!([^!\n]{1,1024})!|\|([^|\n]{1,1024})\|)/g,
  /%x(?:\(([^)\n]{1,1024})\)|\{([^}\n]{1,1024})\}|\[([^\]\n]{1,1024})\])/g,
  /\b(?:system|exec)\s*\(?\s*qw\s*(?:\(([^)\n]{1,1024})\)|\/([^/\n]{1,1024})\/|\{([^}\n]{1,1024})\})/g,
  // A pipe to or from a program: awk, Perl
  /"([^"\n]{1,1024})"\s*\|&?\s*getline\b/g,
  /\|&?\s*"([^"\n]{1,1024})"/g,
  /\bopen\s*\(?[^;\n]{0,80}["']\s*\|\s*([^"'\n]{1,1024})["']/g,
  /\bopen\s*\(?[^;\n]{0,80}["'](?:-\||\|-)["']\s*,\s*(?:"([^"\n]{1,1024})"|'([^'\n]{1,1024})')/g,
  // JavaScript shell libraries
  /\$`([^`\n]{1,1024})`/g,
  // Tcl, expect
  /\b(?:ba|z|da|k)?sh\s+-\w{0,4}c\s+\{([^}\n]{1,1024})\}/g,
  // Groovy
  /["']([^"'\n]{1,1024})["']\s*\.execute\(/g,
];

/** Languages in which backticks run their text. */
const RUNS_TICKS = /^(?:perl|ruby|jruby|php|julia)/;

function backtickTexts(code: string): readonly string[] {
  return [...code.matchAll(/`([^`\n]{1,1024})`/g)].map((match) => match[1] ?? '');
}

/** The commands of a crontab: after five time fields, or after one named time. */
function timedTexts(table: string): readonly string[] {
  const lines = table.split('\n').map((line) => CRON_LINE.exec(line)?.[1] ?? '');
  return lines.filter((line) => line !== '').slice(0, MAX_TEXTS);
}

const CRON_LINE = /^\s*(?:@\w+|(?:[\d*][\d*,/-]*|\w{3}(?:[-,]\w{3})*)(?:\s+[\w*,/-]+){4})\s+(.*)$/;

/** The shell text after the escape character of a program: `:!text`, `\\! text`, `.shell text`. */
export function escapedText(text: string): string | undefined {
  if (!text.includes('!') && !text.includes('sh') && !text.includes('system')) return undefined;
  return ESCAPE.exec(text.slice(0, MAX_LINE).trimStart())?.[1];
}

const MAX_LINE = 1024;

const ESCAPE =
  /^\+?:?(?:(?:silent!?|r(?:ead)?|ter(?:minal)?)\s*)?(?:\\?!|(?:\.|\\)?(?:shell|system|sh)\s)\s*([^\n]+)/;

const LITERAL =
  /[\s([{,]*(?:\w+\s*[:=][\s([{]*)?(?:[rbuf]{0,2}"((?:[^"\\\n]|\\.){0,1024})"|[rbuf]{0,2}'((?:[^'\\\n]|\\.){0,1024})'|`([^`]{0,1024})`)/y;

/** Consecutive string literals from a position on, as arguments or as elements of a list. */
function literalsAt(code: string, start: number): readonly string[] {
  const literals: string[] = [];
  LITERAL.lastIndex = start;
  for (let round = 0; round < MAX_LITERALS; round += 1) {
    const match = LITERAL.exec(code);
    if (match === null) break;
    const text = match[1] ?? match[2] ?? match[3] ?? '';
    literals.push(text.replace(/\\(["'\\])/g, '$1'));
  }
  return literals;
}

function asWord(text: string): string {
  return LIVE.test(text) ? text : shellQuoted(text);
}
