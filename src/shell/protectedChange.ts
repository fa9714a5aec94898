import type { Action } from './actions/action';
import { resolvePath } from './paths/resolvePath';
import { commandPipelines, type ViewOptions } from './pipelines';
import { viewsOf, type CommandViews } from './views';
import { WordList } from './words/wordList';
import { protectedChange, type OwnFiles, type ProtectedChange } from './own/ownFiles';
import { TextTargets } from './own/textTargets';
import {
  changesInContainer,
  passesFileNames,
  nameMark,
  namedTargets,
  writtenTargets,
} from './own/writtenTargets';

export { ownFiles, type OwnFiles, type ProtectedChange } from './own/ownFiles';

/**
 * The views of a command, and which files of Rulewright or of an agent host's hooks it would
 * change.
 */
export function viewsAndProtectedChange(
  command: string,
  options: ViewOptions,
  own: () => OwnFiles,
): { readonly views: CommandViews; readonly protectedChange: ProtectedChange | undefined } {
  const found = commandPipelines(command, options);
  const actions = found.pipelines.flatMap((pipeline) => pipeline.actions);
  return { views: viewsOf(found), protectedChange: changeByCommand(command, actions, own) };
}

/**
 * The effect of writing to a path, if it is protected. A relative path is resolved against `cwd`. `isFolder`: the
 * contents of a folder change as well.
 */
export function changeByPath(
  path: string,
  cwd: string | undefined,
  own: OwnFiles,
  isFolder = false,
): ProtectedChange | undefined {
  return protectedChange(
    resolvePath(path, cwd === undefined ? '.' : resolvePath(cwd, '.')),
    own,
    isFolder,
  );
}

/** The effect of code in another language than that of a shell, if it names a protected file and writes. */
export function changeByCode(code: string, own: OwnFiles): ProtectedChange | undefined {
  return WRITES.test(code) ? namedInCode(code, own) : undefined;
}

function changeByCommand(
  command: string,
  actions: readonly Action[],
  own: () => OwnFiles,
): ProtectedChange | undefined {
  let asked: ProtectedChange | undefined;
  const actionContext = {
    text: new TextTargets(command),
    passesNames: passesFileNames(actions),
    isMounted: changesInContainer(actions),
    mark: nameMark(actions),
  };
  for (const action of actions) {
    if (action.inert !== undefined && action.redirects.length === 0) continue;
    const found = changeByAction(command, action, own, actionContext);
    if (found?.decision === 'deny') return found;
    asked ??= found;
  }
  return asked;
}

/** The context of an action: the text and the other actions of its command. */
interface ActionContext {
  readonly text: TextTargets;
  readonly passesNames: boolean;
  readonly isMounted: boolean;
  /** The placeholder for the names for which a program runs: `{}`, or that of `xargs -I`. */
  readonly mark: string | undefined;
}

function changeByAction(
  command: string,
  action: Action,
  own: () => OwnFiles,
  { text, passesNames, isMounted, mark }: ActionContext,
): ProtectedChange | undefined {
  let asked: ProtectedChange | undefined;
  const written = [
    ...writtenTargets(action),
    ...text.of(action),
    ...(passesNames ? namedTargets(action) : []),
  ];
  for (const { target, isFolder, certain: isCertain } of written) {
    if (PLAIN.test(target.path)) continue;
    const certain = isCertain || (isMounted && isFolder);
    const path = mark === undefined ? target.path : target.path.replaceAll(mark, '*');
    const found = protectedChange(path, own(), isFolder);
    if (found === undefined || (!certain && found.decision === 'ask')) continue;
    if (found.decision === 'deny' && certain) return found;
    asked ??= { ...found, decision: 'ask' };
  }
  const others = [switchedOff(command, action), asked, writtenByCode(command, action, own)].flatMap(
    (found) => found ?? [],
  );
  return others.find(({ decision }) => decision === 'deny') ?? others[0];
}

/** Matches most project files: paths without hidden folders. */
const PLAIN = /^\.(?:\/\w[\w.+-]*)+$/;

/** Agent hosts started without hooks, and editors started without the extension. */
function switchedOff(
  command: string,
  { program, start, end }: Action,
): ProtectedChange | undefined {
  const found = SWITCHES.find(({ programs }) => programs.has(program));
  if (found === undefined) return undefined;
  const words = command.slice(start, end);
  const before = command.slice(Math.max(0, start - 200), start + words.indexOf(program));
  const isOff =
    found.off.test(words) ||
    found.otherSettings?.test(command) === true ||
    (found.isHost && (NO_HOOKS.test(words) || EMPTY_ENVIRONMENT.test(command)));
  if (isOff) return { decision: 'deny', is: found.is };
  const mayBeOff =
    found.mayBeOff?.test(words) === true ||
    found.moreSettings?.test(command) === true ||
    (found.isHost && OTHER_USER.test(before));
  return mayBeOff ? { decision: 'ask', is: found.is } : undefined;
}

interface Switch {
  readonly programs: WordList;
  /** Matched against the words of the program. */
  readonly off: RegExp;
  /** Like `off`, but only possible: a file that is not read here decides. */
  readonly mayBeOff?: RegExp;
  readonly isHost: boolean;
  /** Variables anywhere in the command that make the program read other settings. */
  readonly otherSettings?: RegExp;
  /** The same, in addition to its usual settings. */
  readonly moreSettings?: RegExp;
  readonly is: string;
}

/** Options that several hosts have. */
const NO_HOOKS = /\s--no-hooks(?:\s|=|$)|\shooks\s+disable/;
const EMPTY_ENVIRONMENT =
  /(?:^|[\s;&|("'`=])env\s+(?:-\w+\s+|[A-Z_]+=\S*\s+)*(?:-i\b|-\s|--ignore-environment|-u\s*HOME\b|--unset=HOME\b)/;

/** Before a host: another user has another home folder, with other hooks. */
const OTHER_USER = /(?:^|[\s;&|("'`])(?:sudo|doas|runuser|su)\s[^|;&\n]{0,200}$/;

const WITHOUT = 'whether an agent host asks Rulewright: it starts one without its hooks';

const SWITCHES: readonly Switch[] = [
  {
    programs: new WordList('claude claude-code qwen qwen-code'),
    off: /\s--settings[= ][^]*(?:disableAllHooks|allowManagedHooksOnly)|\s--bare(?:\s|$)|\s--safe-mode(?:\s|$)|\s--setting-sources[= ](?!\S*user)|\sconfig\s+(?:set|add|remove|rm|unset)\s[^|;&]*(?:\b(?:hooks|env)\b|disableAllHooks)/,
    mayBeOff: /\s--settings[= ](?!['"]?\s*\{)/,
    otherSettings:
      /(?:^|[\s;&|("'`=])(?:CLAUDE_CONFIG_DIR|QWEN_HOME|QWEN_CODE_SIMPLE|QWEN_CODE_SYSTEM_SETTINGS_PATH|HOME|CLAUDE_CODE_SIMPLE|CLAUDE_CODE_SAFE_MODE)=/,
    isHost: true,
    is: WITHOUT,
  },
  {
    programs: new WordList('codex'),
    off: /\b(?:codex_)?hooks(?:\.\w{1,20})?\W{1,6}false|\s--disable[= ](?:codex_)?hooks|features\s+disable\s+(?:codex_)?hooks|hooks\.state|\s--ignore-user-config/,
    mayBeOff: /\s(?:--profile(?:-v2)?|-p)[= ]/,
    otherSettings: /(?:^|[\s;&|("'`=])(?:CODEX_HOME|HOME)=/,
    isHost: true,
    is: WITHOUT,
  },
  {
    programs: new WordList('gemini gemini-cli'),
    off: /hooksConfig/,
    otherSettings:
      /(?:^|[\s;&|("'`=])(?:GEMINI_CLI_HOME|GEMINI_CLI_SYSTEM_SETTINGS_PATH|GEMINI_CLI_SYSTEM_DEFAULTS_PATH|HOME)=/,
    isHost: true,
    is: WITHOUT,
  },
  {
    programs: new WordList('copilot cursor-agent'),
    off: /\s--settings[= ][^]*disableAllHooks|\s--config-dir[= ]/,
    otherSettings: /(?:^|[\s;&|("'`=])(?:COPILOT_HOME|XDG_CONFIG_HOME|HOME)=/,
    isHost: true,
    is: WITHOUT,
  },
  {
    programs: new WordList('opencode'),
    off: /\s--pure(?:\s|$)/,
    moreSettings: /(?:^|[\s;&|("'`=])OPENCODE_CONFIG(?:_CONTENT)?=/,
    otherSettings:
      /(?:^|[\s;&|("'`=])(?:OPENCODE_PURE|OPENCODE_DISABLE_\w*PLUGINS|OPENCODE_CONFIG_DIR|XDG_CONFIG_HOME|HOME)=/,
    isHost: true,
    is: WITHOUT,
  },
  {
    programs: new WordList('npx bunx pnpx npm pnpm yarn bun'),
    off: /(?:claude-code|@openai\/codex|gemini-cli|qwen-code|@github\/copilot|opencode-ai)(?:@\S*)?\s(?:[^|;&]*\s)?(?:--(?:bare|safe-mode|pure|no-hooks|ignore-user-config)\b|--settings[= ]\S*disableAllHooks|--setting-sources[= ](?!\S*user)|--disable[= ](?:codex_)?hooks|hooks\s+disable|(?:-c|--config)[= ]\S*hooks\W{1,6}false)/,
    isHost: false,
    is: WITHOUT,
  },
  {
    programs: new WordList('pkill killall kill'),
    off: /guard\.(?:cjs|sh|main)|rulewright/i,
    isHost: false,
    is: 'whether the guard of Rulewright answers',
  },
  {
    programs: new WordList('code code-insiders codium cursor windsurf code-server'),
    off: /--(?:uninstall|disable)-extension[= ]\S*rulewright/i,
    mayBeOff: /\s--(?:disable-extensions|user-data-dir|extensions-dir)\b/,
    isHost: false,
    is: 'whether Rulewright is installed',
  },
];

const INTERPRETERS = new WordList(
  'python python2 python3 pypy3 ipython node nodejs perl raku ruby php deno bun osascript tsx ts-node lua luajit awk gawk ' +
    'mawk sqlite3 duckdb psql emacs vim nvim Rscript R lftp ansible julia tclsh expect nu elixir groovy jshell racket ' +
    'guile octave swift dart',
);

/** Code in other languages is not analyzed; it counts if it names such a file and writes. */
function writtenByCode(
  command: string,
  { program }: Action,
  own: () => OwnFiles,
): ProtectedChange | undefined {
  return writesByCode(command, program) ? namedInCode(command, own()) : undefined;
}

function namedInCode(code: string, { files }: OwnFiles): ProtectedChange | undefined {
  const isOwn =
    OWN_IN_CODE.test(code) ||
    files.some(({ path }) => path.startsWith('/') && code.toLowerCase().includes(path));
  if (!isOwn) return undefined;
  const is = 'files that Rulewright or the hooks of an agent host need';
  return { decision: IN_HOME.test(code) ? 'deny' : 'ask', is };
}

function writesByCode(command: string, program: string): boolean {
  if (program === 'curl') return CONFIGURED.test(command) && OUTPUT.test(command);
  return INTERPRETERS.has(program) && WRITES.test(command);
}

/** Options of curl in a file or its input: `output = FILE`. */
const CONFIGURED = /\s(?:-K|--config)/;
const OUTPUT = /\boutput\s{0,20}=/;

/** Also matches a path given in parts, as in `'.claude', 'settings.json'`. */
const OWN_IN_CODE =
  /\.(?:claude|qwen|gemini)["'\s,/\\)+]{1,8}settings[\w.]{0,10}\.json|\.codex["'\s,/\\)+]{1,8}(?:config\.toml|hooks\.json)|\.cursor["'\s,/\\)+]{1,8}hooks\.json|\.copilot["'\s,/\\)+]{1,8}(?:hooks|config\.json)|\bopencode["'\s,/\\)+]{1,8}(?:plugins?\b|opencode\.json)|rulewright\.rulewright|(?:rename|rm|remove|unlink|move|mv|symlink|link|delete|truncate|chmod|chown)\w*[\s(][^)]{0,80}\.(?:claude|codex|gemini|cursor|copilot|qwen)\/?["']|(?:cp|copy)\w*\s*\([^,)]{0,120},[^,)]{0,120}\.(?:claude|codex|gemini|cursor|copilot|qwen)\/?["']/i;
const WRITES =
  /\b(?:write\w*|create\w*Stream|unlink\w*|remove\w*|rename\w*|rm\w{0,10}|file_put_contents|fopen|execute\w*|dump|copy\w*|cp\w{0,10}|move|truncate\w*|append\w*|symlink\w*|link\w*|chmod\w*|chown\w*|File\.open)\s*\(|\b(?:w|a|r\+|w\+|wb)["']|\bunlink\s|\bopen\s*\(?[^)]{0,40}["']\s*>|>{1,2}\s*\\?["']|\b(?:delete|update|insert|drop|alter)\s|\b(?:write-region|delete-file|rename-file|copy-file)\b|\bO_(?:WRONLY|RDWR|TRUNC|CREAT|APPEND)\b|\btruncate\s+["']|\bfile\s+(?:delete|rename|copy)\s|\b(?:File|FileUtils|Dir|IO|file)\.(?:delete|rm\w*|mv|cp|rename|remove|create|copy|append)\b|\.(?:output|once|save|backup|log|excel|restore|import|clone)\s|\binto\s+["'\\]|\bcopy\b[^;]{0,200}\bto\s|\bget\b[^;]{0,200}\s-o\s|\bdest=/i;
const IN_HOME =
  /~\/|\$HOME|HOME["'\]}]|env\.HOME|homedir|expanduser|Path\.home|Dir\.home|\/home\/|\/Users\/|\/root\/|USERPROFILE|rulewright\.rulewright/;
