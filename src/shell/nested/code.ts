import { shellQuoted } from '../../core/shellQuoted';
import { WordList } from '../words/wordList';

/**
 * The shell texts that code for `program` hands to a shell: `os.system('rm -rf x')`, `!rm -rf x` of an editor, the
 * commands of a table for cron. At most a few.
 */
export function codeTexts(code: string, program: string): readonly string[] {
  const text = code.slice(0, MAX_CODE);
  if (program === 'crontab') return timedTexts(text);
  const found = [
    ...(ESCAPERS.has(program) ? text.split('\n').flatMap((line) => escapedText(line) ?? []) : []),
    ...(RUNS_TICKS.test(program) ? backtickTexts(text) : []),
  ];
  for (const call of text.matchAll(CALL)) {
    const words = literalsAt(text, call.index + call[0].length);
    if (words.length === 1) found.push(...words);
    else if (words.length > 1) found.push(words.map((word) => asWord(word)).join(' '));
  }
  for (const pattern of QUOTED_COMMANDS) {
    for (const match of text.matchAll(pattern)) {
      found.push(match.slice(1).join(''));
    }
  }
  return found.filter((one) => one !== '').slice(0, MAX_TEXTS);
}

/** What globs, braces and `~` say stays alive: a call may hand its words to a shell. */
const LIVE = /^[\w./:=@%+,{}*~-]+$/;
const MAX_CODE = 4096;
const MAX_TEXTS = 8;
const MAX_LITERALS = 32;

/** Functions of Python, Perl, Ruby, Node, PHP, Lua, Tcl, Lisp and others that run a shell text or a list of words. */
const CALL =
  /\b(?:system2?|popen[23]?|Popen|exec(?:Sync|File|FileSync|ve?p?e?|lp?e?)?|spawn(?:Sync|vp?e?|lp?e?)?|shell_exec|passthru|proc_open|getoutput|getstatusoutput|check_output|check_call|call|run|execute|shell|cmd|Command|shell-command|call-process|do shell script)(?:\s+-\w+)*\s*(?=[("'`[{ ])/g;

/** Text between signs that mean "run this" by themselves. */
const QUOTED_COMMANDS: readonly RegExp[] = [
  // Perl, Ruby
  /\b(?:qx|%x)\s*(?:\(([^)\n]{1,1024})\)|\{([^}\n]{1,1024})\}|\[([^\]\n]{1,1024})\]|\/([^/\n]{1,1024})\/|!([^!\n]{1,1024})!|\|([^|\n]{1,1024})\|)/g,
  /%x(?:\(([^)\n]{1,1024})\)|\{([^}\n]{1,1024})\}|\[([^\]\n]{1,1024})\])/g,
  /\b(?:system|exec)\s*\(?\s*qw\s*(?:\(([^)\n]{1,1024})\)|\/([^/\n]{1,1024})\/|\{([^}\n]{1,1024})\})/g,
  // A program that reads or is read by a pipe: awk, Perl
  /"([^"\n]{1,1024})"\s*\|&?\s*getline\b/g,
  /\|&?\s*"([^"\n]{1,1024})"/g,
  /\bopen\s*\(?[^;\n]{0,80}["']\s*\|\s*([^"'\n]{1,1024})["']/g,
  // Groovy
  /["']([^"'\n]{1,1024})["']\s*\.execute\(/g,
];

/** Languages in which backticks run what stands between them. */
const RUNS_TICKS = /^(?:perl|ruby|jruby|php|julia)/;

function backtickTexts(code: string): readonly string[] {
  return [...code.matchAll(/`([^`\n]{1,1024})`/g)].map((match) => match[1] ?? '');
}

/** The commands of a table for cron: behind five times, or one name of a time. */
function timedTexts(table: string): readonly string[] {
  const lines = table.split('\n').map((line) => CRON_LINE.exec(line)?.[1] ?? '');
  return lines.filter((line) => line !== '').slice(0, MAX_TEXTS);
}

const CRON_LINE = /^\s*(?:@\w+|(?:[\d*][\d*,/-]*|\w{3}(?:[-,]\w{3})*)(?:\s+[\w*,/-]+){4})\s+(.*)$/;

/** Programs in which a sign stands before text for a shell: `:!text`, `\\! text`, `.shell text`. */
export const ESCAPERS = new WordList('vim vi nvim ex ed view gdb lldb psql mysql mariadb sqlite3');

/** The shell text behind such a sign. */
export function escapedText(text: string): string | undefined {
  if (!text.includes('!') && !text.includes('sh') && !text.includes('system')) return undefined;
  return ESCAPE.exec(text.slice(0, MAX_LINE).trimStart())?.[1];
}

const MAX_LINE = 1024;

const ESCAPE =
  /^\+?:?(?:(?:silent!?|r(?:ead)?)\s*)?(?:\\?!|(?:\.|\\)?(?:shell|system|sh)\s)\s*([^\n]+)/;

const LITERAL =
  /[\s([{,]*(?:\w+\s*[:=][\s([{]*)?(?:[rbuf]{0,2}"((?:[^"\\\n]|\\.){0,1024})"|[rbuf]{0,2}'((?:[^'\\\n]|\\.){0,1024})'|`([^`]{0,1024})`)/y;

/** The text literals that stand one behind the other at a place, as arguments or as members of a list. */
function literalsAt(code: string, start: number): readonly string[] {
  const literals: string[] = [];
  LITERAL.lastIndex = start;
  for (let turn = 0; turn < MAX_LITERALS; turn += 1) {
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
