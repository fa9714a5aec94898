import type { Command } from 'unbash';
import { textOf, type Nested } from '../nested/nested';
import { spanIn } from '../words/place';
import { madeToken, type Token } from '../words/token';
import type { WalkContext } from './walkContext';

/** Assignments of one command that affect other programs, each as a word. */
export function settingsOf(
  node: Command,
  words: readonly Token[],
  context: WalkContext,
): readonly Token[] {
  const found: Token[] = [];
  for (const item of node.prefix) {
    if (item.type !== 'Assignment' || !PROGRAM_VARIABLES.test(item.text)) continue;
    const { start, end } = spanIn(context, item.pos, item.end);
    const value = item.value.type === 'Word' ? item.value.value : '';
    const moved = context.fixed !== undefined;
    found.push({ ...madeToken(`${item.name}=${value}`, start, end), text: item.text, moved });
  }
  if (SETTERS.has(words[0]?.value ?? '')) {
    found.push(...words.slice(1).filter((word) => PROGRAM_VARIABLES.test(word.value)));
  }
  return found;
}

/** The shell text in an assignment such as `GIT_SSH_COMMAND=…`. */
export function settingText(setting: Token): readonly Nested[] {
  // A shell runs the file in this variable first.
  if (START_FILES.test(setting.value)) {
    return [
      textOf(
        [{ ...setting, value: setting.value.replace(START_FILES, 'sh '), moved: true }],
        false,
      ),
    ];
  }
  if (!COMMANDS.test(setting.value)) return [];
  const value = setting.value.slice(setting.value.indexOf('=') + 1).replace(/^\|[|-]*/, '');
  // A prompt is expanded, not run: only its substitutions count.
  const text = PROMPT.test(setting.value) ? `: "${value}"` : value;
  return [textOf([{ ...setting, value: text }], false)];
}

const SETTERS: ReadonlySet<string> = new Set(
  'env sudo doas export declare typeset readonly'.split(' '),
);

/** Variables that make other programs load or run something. */
const PROGRAM_VARIABLES =
  /^(?:LD_PRELOAD|LD_LIBRARY_PATH|LD_AUDIT|DYLD_\w+|PATH|IFS|BASH_ENV|ENV|SHELLOPTS|PS[0124]|MANPAGER|LESSCLOSE|NODE_OPTIONS|PYTHONSTARTUP|PYTHONPATH|PERL5OPT|PERL5LIB|RUBYOPT|RUBYLIB|CLASSPATH|JAVA_TOOL_OPTIONS|NODE_TLS_REJECT_UNAUTHORIZED|GIT_SSL_NO_VERIFY|PYTHONHTTPSVERIFY|GIT_CONFIG\w*|GIT_EXEC_PATH|(?:\w+_)?(?:PAGER|EDITOR|VISUAL|BROWSER|ASKPASS|SSH|SSH_COMMAND)|PROMPT_COMMAND|LESSOPEN|GIT_EXTERNAL_DIFF)\+?=/;
const COMMANDS =
  /^(?:\w*(?:PAGER|EDITOR|VISUAL|BROWSER|SSH_COMMAND)|PROMPT_COMMAND|PS[0124]|LESSOPEN|LESSCLOSE|GIT_EXTERNAL_DIFF)=/;
const START_FILES = /^(?:BASH_ENV|ENV)=/;
const PROMPT = /^PS/;
