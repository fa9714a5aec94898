import type { Action } from '../actions/action';
import { WordList } from '../words/wordList';
import type { HostExpressions, HostSwitches } from './hostExpressions';
import type { ProtectedChange } from './ownFiles';

/** Whether an action starts an agent host without its hooks, or switches Rulewright off, and its effect. */
export function switchedOff(
  command: string,
  action: Action,
  hosts: HostExpressions,
): ProtectedChange | undefined {
  const words = command.slice(action.start, action.end);
  const switches = hosts.switchesOf(action.program);
  if (switches !== undefined) return withoutHooks(command, action, switches);
  if (PACKAGE_MANAGERS.has(action.program)) return packageWithoutHooks(words, hosts);
  const found = OTHERS.find(({ programs }) => programs.has(action.program));
  if (found?.off.test(words) === true) return { decision: 'deny', is: found.is };
  return found?.mayBeOff?.test(words) === true ? { decision: 'ask', is: found.is } : undefined;
}

function withoutHooks(
  command: string,
  { program, start, end }: Action,
  { off, mayBeOff, offVariables, mayBeOffVariables }: HostSwitches,
): ProtectedChange | undefined {
  const words = command.slice(start, end);
  const before = command.slice(Math.max(0, start - 200), start + words.indexOf(program));
  const isOff =
    off?.test(words) === true ||
    NO_HOOKS.test(words) ||
    offVariables.test(command) ||
    EMPTY_ENVIRONMENT.test(command);
  if (isOff) return { decision: 'deny', is: WITHOUT };
  const mayBe =
    mayBeOff?.test(words) === true ||
    mayBeOffVariables?.test(command) === true ||
    OTHER_USER.test(before);
  return mayBe ? { decision: 'ask', is: WITHOUT } : undefined;
}

/** The same for a host that a package manager starts: `npx @openai/codex@1.2 --disable hooks`. */
function packageWithoutHooks(words: string, hosts: HostExpressions): ProtectedChange | undefined {
  const rest = hosts.afterPackage(words);
  if (rest === undefined) return undefined;
  const isOff =
    NO_HOOKS.test(rest) || hosts.hosts.some(({ program }) => program.off?.test(rest) === true);
  return isOff ? { decision: 'deny', is: WITHOUT } : undefined;
}

const WITHOUT = 'whether an agent host asks Rulewright: it starts one without its hooks';

/** Arguments that several hosts have. */
const NO_HOOKS =
  /\s--no-hooks(?:\s|=|$)|\shooks\s+disable|\s--settings[= ][^]*(?:disableAllHooks|allowManagedHooksOnly)/;
const EMPTY_ENVIRONMENT =
  /(?:^|[\s;&|("'`=])env\s+(?:-\w+\s+|[A-Z_]+=\S*\s+)*(?:-i\b|-\s|--ignore-environment|-u\s*HOME\b|--unset=HOME\b)/;

/** Before a host: another user has another home folder, with other hooks. */
const OTHER_USER = /(?:^|[\s;&|("'`])(?:sudo|doas|runuser|su)\s[^|;&\n]{0,200}$/;

/** Programs that run a program from an npm package. */
const PACKAGE_MANAGERS = new WordList('npx bunx pnpx npm pnpm yarn bun');

interface Switch {
  readonly programs: WordList;
  /** Matched against the words of the program. */
  readonly off: RegExp;
  /** Like `off`, but only possible: a file that is not read here decides. */
  readonly mayBeOff?: RegExp;
  readonly is: string;
}

/** Programs that end the guard or remove the extension. */
const OTHERS: readonly Switch[] = [
  {
    programs: new WordList('pkill killall kill'),
    off: /guard\.(?:cjs|sh|main)|rulewright/i,
    is: 'whether the guard of Rulewright answers',
  },
  {
    programs: new WordList('code code-insiders codium cursor windsurf code-server'),
    off: /--(?:uninstall|disable)-extension[= ]\S*rulewright/i,
    mayBeOff: /\s--(?:disable-extensions|user-data-dir|extensions-dir)\b/,
    is: 'whether Rulewright is installed',
  },
];
