import type { Action } from './actions/action';
import { resolvePath } from './paths/resolvePath';
import { commandPipelines, type ViewOptions } from './pipelines';
import { viewsOf, type CommandViews } from './views';
import { WordList } from './words/wordList';
import { protectedChange, type OwnFiles, type ProtectedChange } from './own/ownFiles';
import { switchedOff } from './own/switchedOff';
import { TextTargets } from './own/textTargets';
import {
  changesInContainer,
  passesFileNames,
  nameMark,
  namedTargets,
  writtenTargets,
} from './own/writtenTargets';

export { HostExpressions } from './own/hostExpressions';
export { OwnFiles, type OwnFilesData, type ProtectedChange } from './own/ownFiles';

/**
 * The views of a command, and which files of Rulewright or of an agent host's hooks it would
 * change.
 */
export function viewsAndProtectedChange(
  command: string,
  options: ViewOptions,
  own: OwnFiles,
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
  own: OwnFiles,
): ProtectedChange | undefined {
  let asked: ProtectedChange | undefined;
  const actionContext = {
    text: new TextTargets(command),
    passesNames: passesFileNames(actions),
    isMounted: changesInContainer(actions, own.hosts),
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
  own: OwnFiles,
  { text, passesNames, isMounted, mark }: ActionContext,
): ProtectedChange | undefined {
  let asked: ProtectedChange | undefined;
  const written = [
    ...writtenTargets(action, own.hosts),
    ...text.of(action),
    ...(passesNames ? namedTargets(action, own.hosts) : []),
  ];
  for (const { target, isFolder, certain: isCertain } of written) {
    if (PLAIN.test(target.path)) continue;
    const certain = isCertain || (isMounted && isFolder);
    const path = mark === undefined ? target.path : target.path.replaceAll(mark, '*');
    const found = protectedChange(path, own, isFolder);
    if (found === undefined || (!certain && found.decision === 'ask')) continue;
    if (found.decision === 'deny' && certain) return found;
    asked ??= { ...found, decision: 'ask' };
  }
  const others = [
    switchedOff(command, action, own.hosts),
    asked,
    writtenByCode(command, action, own),
  ].flatMap((found) => found ?? []);
  return others.find(({ decision }) => decision === 'deny') ?? others[0];
}

/** Matches most project files: paths without hidden folders. */
const PLAIN = /^\.(?:\/\w[\w.+-]*)+$/;

const INTERPRETERS = new WordList(
  'python python2 python3 pypy3 ipython node nodejs perl raku ruby php deno bun osascript tsx ts-node lua luajit awk gawk ' +
    'mawk sqlite3 duckdb psql emacs vim nvim Rscript R lftp ansible julia tclsh expect nu elixir groovy jshell racket ' +
    'guile octave swift dart',
);

/** Code in other languages is not analyzed; it counts if it names such a file and writes. */
function writtenByCode(
  command: string,
  { program }: Action,
  own: OwnFiles,
): ProtectedChange | undefined {
  return writesByCode(command, program) ? namedInCode(command, own) : undefined;
}

function namedInCode(code: string, { files, hosts }: OwnFiles): ProtectedChange | undefined {
  const isOwn =
    STORAGE.test(code) ||
    hosts.inCode.test(code) ||
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

/** The storage, which code names by its last folder. */
const STORAGE = /rulewright\.rulewright/i;
const WRITES =
  /\b(?:write\w*|create\w*Stream|unlink\w*|remove\w*|rename\w*|rm\w{0,10}|file_put_contents|fopen|execute\w*|dump|copy\w*|cp\w{0,10}|move|truncate\w*|append\w*|symlink\w*|link\w*|chmod\w*|chown\w*|File\.open)\s*\(|\b(?:w|a|r\+|w\+|wb)["']|\bunlink\s|\bopen\s*\(?[^)]{0,40}["']\s*>|>{1,2}\s*\\?["']|\b(?:delete|update|insert|drop|alter)\s|\b(?:write-region|delete-file|rename-file|copy-file)\b|\bO_(?:WRONLY|RDWR|TRUNC|CREAT|APPEND)\b|\btruncate\s+["']|\bfile\s+(?:delete|rename|copy)\s|\b(?:File|FileUtils|Dir|IO|file)\.(?:delete|rm\w*|mv|cp|rename|remove|create|copy|append)\b|\.(?:output|once|save|backup|log|excel|restore|import|clone)\s|\binto\s+["'\\]|\bcopy\b[^;]{0,200}\bto\s|\bget\b[^;]{0,200}\s-o\s|\bdest=/i;
const IN_HOME =
  /~\/|\$HOME|HOME["'\]}]|env\.HOME|homedir|expanduser|Path\.home|Dir\.home|\/home\/|\/Users\/|\/root\/|USERPROFILE|rulewright\.rulewright/;
