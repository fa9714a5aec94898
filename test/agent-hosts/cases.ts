import {
  answered,
  asks,
  blocks,
  doesNotRunAtAll,
  ends,
  isNotRefused,
  keepsOwnFile,
  leaves,
  namesRule,
  OWN_MARK,
  records,
  runs,
  showsAtMostTwo,
  shows,
  showsUntrusted,
  reportsReason,
  reportsExit2,
  type Check,
} from './checks';
import {
  changeOneByteOfPolicy,
  failBefore,
  failIn,
  hang,
  loseNode,
  removeFile,
  removePolicy,
  type Damage,
} from './damage';
import { casesOfForms } from './forms';
import type { AgentHost, FormName, SwitchForm } from './host';
import type { Script } from './models/modelServer';
import {
  ALLOWED_MARK,
  ASKED_MARK,
  DENIED_MARK,
  hasEarlierHooks,
  type Installation,
  LAUNCHER,
  type Settings,
} from './product';

/** How hooks are added to a host's file. Each step records the state that the Agents view shows. */
export interface Setup {
  readonly host: AgentHost;
  /** Adds the hooks, or updates them. */
  readonly connect: () => Promise<void>;
  /** Installs the hooks that the previous build wrote. */
  readonly connectAsBefore: () => Promise<void>;
  /** Removes the hooks. */
  readonly disconnect: () => Promise<void>;
  /** Records the report on the test command, which is sent through the host's own configuration line. */
  readonly check: (step: string) => Promise<void>;
  /** The user's action on a host that requires hooks to be trusted; nothing on others. */
  readonly trust: () => Promise<void>;
  /** Records the state that the view shows now. */
  readonly note: (step: string) => Promise<void>;
  /** Applies a form of the host. */
  readonly add: (form: SwitchForm | undefined) => Promise<void>;
  /** Writes a comment into the host's file. */
  readonly comment: () => Promise<void>;
  /** Adds another program's hook before ours. */
  readonly hookBefore: () => Promise<void>;
}

/** The parameters for the commands of a case. */
interface Commands {
  readonly host: AgentHost;
  /** A path in the workspace. */
  readonly path: (name: string) => string;
  /** The file that the host's `ownFile` names. */
  readonly ownFile: string;
}

export interface Case {
  readonly name: string;
  /** A description of the case. */
  readonly title: string;
  /** The tool calls of the model. */
  readonly scripts: (commands: Commands) => Readonly<Record<string, Script>>;
  readonly checks: readonly Check[];
  readonly settings?: Partial<Settings>;
  /** The rules of the published policy if they are not `RULES`. */
  readonly rules?: readonly [];
  /** Present if the host is not simply connected and trusted. */
  readonly install?: (setup: Setup) => Promise<void>;
  /** An MCP server with a tool that runs a command is there; `asks`: the person has not allowed the tool. */
  readonly mcp?: 'allowed' | 'asks';
  readonly damage?: Damage;
  /** What a window does after the run. */
  readonly afterwards?: (installation: Installation) => Promise<void>;
  /** What the row of the host in the Agents view says after the run; `protected` where absent. */
  readonly row?: (host: AgentHost) => string;
  /** The form of the host that is tested. */
  readonly form?: FormName;
  /** The user at the terminal answers the host's question in this way; `nothing` if the host must not ask. */
  readonly answer?: 'yes' | 'no' | 'nothing';
  /** The hosts that the case applies to; all if absent. */
  readonly appliesTo?: (host: AgentHost) => boolean;
}

const UNDECIDED_MARK = 'undecided-ran';
/** Longer than the guard evaluates. */
const LONG_TAIL = ` && : ${'x '.repeat(10_000)}`;

/** A single command, with `tail` appended to it. */
const one =
  (mark: string, tail = ''): Case['scripts'] =>
  ({ host, path }) => ({ main: [[host.shell(`touch ${path(mark)}${tail}`)]] });
/** The same on a host that asks the user about it. */
const questioned: Case['scripts'] = ({ host, path }) => {
  const command = `touch ${path(UNDECIDED_MARK)}`;
  return { main: [[host.terminal?.shell?.(command) ?? host.shell(command)]] };
};
const denied = one(DENIED_MARK);
const NO_RULE = 'protected, no rule in force';
const undecided = (tail = ''): Case['scripts'] => one(UNDECIDED_MARK, ` && echo it-did-run${tail}`);

/** The texts of the rule that reach the model: what the command does, and what to do instead. */
const explainsDenial = [
  namesRule('leaves a mark'),
  reportsReason('it leaves a mark (`touch '),
  reportsReason('Instead: leave the mark to the user.'),
];

const doesNotRun = [blocks(DENIED_MARK), ends];
const doesNotRunUndecided = [blocks(UNDECIDED_MARK), ends];
/** If the guard does not run, the launcher answers, and if that is missing, the hook line. No agent is registered. */
const isBlockedByTheLauncher = [...doesNotRun, reportsExit2('Rulewright could not decide')];
const isBlockedByTheLine = [...doesNotRun, reportsExit2('the guard of Rulewright did not answer')];

/** Cases about a damaged or slow guard, independent of the host. */
export const CASES_OF_GUARD: ReadonlySet<string> = new Set([
  ...['noPolicy', 'badPolicy', 'long', 'longDenied', 'longAsk', 'noNode', 'noGuard', 'noMain'],
  ...['exit127', 'killed', 'hang'],
]);

/** The cases for every host. Add an entry to add a case. */
export const CASES: readonly Case[] = [
  {
    name: 'none',
    title: 'no rule hits: the command runs',
    scripts: undecided(),
    checks: [
      runs(UNDECIDED_MARK),
      ends,
      records({ failed: false }),
      ...leaves,
      showsUntrusted('connected'),
      shows('trusted', 'protected'),
      shows('test command', 'The guard blocked the test command.'),
    ],
  },
  {
    name: 'noRule',
    title: 'no rule is in force: every command runs, and the view says so',
    scripts: denied,
    rules: [],
    checks: [runs(DENIED_MARK), ends, ...leaves, shows('trusted', NO_RULE)],
    row: () => NO_RULE,
  },
  {
    name: 'disconnect',
    title: 'the hooks are taken out again: the host asks no more, and the view says so',
    scripts: denied,
    install: async ({ connect, trust, disconnect, note }) => {
      await connect();
      await trust();
      await disconnect();
      await note('disconnected');
    },
    checks: [runs(DENIED_MARK), ends, shows('disconnected', 'not connected')],
    row: () => 'not connected',
  },
  {
    name: 'deny',
    title: 'a rule denies: the command does not run, and the model learns the reason',
    scripts: denied,
    checks: [...doesNotRun, ...explainsDenial, ...leaves],
  },
  {
    name: 'ask',
    title: 'a rule asks and nobody is there: the command does not run',
    scripts: one(ASKED_MARK),
    checks: [
      asks(ASKED_MARK),
      blocks(ASKED_MARK),
      ends,
      namesRule('leaves another mark'),
      ...leaves,
    ],
  },
  {
    name: 'askLeft',
    title: 'the same with `onError: ask` on a host that cannot ask: left to the host',
    scripts: one(ASKED_MARK),
    settings: { onError: 'ask' },
    checks: [runs(ASKED_MARK), ends, ...leaves],
    appliesTo: ({ canAsk }) => !canAsk,
  },
  {
    name: 'exit3',
    title: 'a command ends with exit code 3: the history has a failure',
    scripts: undecided('; exit 3'),
    checks: [runs(UNDECIDED_MARK), ends, records({ failed: true, exitCode: 3 }), ...leaves],
  },
  {
    name: 'allow',
    title: 'an allow rule allows, and allowing is switched on: the command runs',
    scripts: one(ALLOWED_MARK),
    settings: { guardAllow: true },
    checks: [runs(ALLOWED_MARK), ends, ...leaves],
  },
  {
    name: 'noPolicy',
    title: 'there is no published policy',
    scripts: undecided(),
    damage: removePolicy,
    checks: [...doesNotRunUndecided, reportsReason('there is no published policy'), ...leaves],
  },
  {
    name: 'badPolicy',
    title: 'one byte of the published policy is wrong',
    scripts: undecided(),
    damage: changeOneByteOfPolicy,
    checks: [...doesNotRunUndecided, reportsReason('is damaged'), ...leaves],
  },
  {
    name: 'long',
    title: 'the command is longer than what is examined',
    scripts: undecided(LONG_TAIL),
    checks: [
      asks(UNDECIDED_MARK),
      ...doesNotRunUndecided,
      reportsReason('are evaluated'),
      ...leaves,
    ],
  },
  {
    name: 'longDenied',
    title: 'a denied command is longer than what is examined',
    scripts: one(DENIED_MARK, LONG_TAIL),
    checks: [...doesNotRun, ...leaves],
  },
  {
    name: 'longAsk',
    title: 'the same with `onError: ask` and nobody there to ask',
    scripts: undecided(LONG_TAIL),
    settings: { onError: 'ask' },
    checks: [asks(UNDECIDED_MARK), ...doesNotRunUndecided, ...leaves],
    appliesTo: ({ canAsk }) => canAsk,
  },
  {
    name: 'longAskLeft',
    title: 'the same on a host that cannot ask: left to the host, as docs/agent-hooks.md says',
    scripts: undecided(LONG_TAIL),
    settings: { onError: 'ask' },
    checks: [runs(UNDECIDED_MARK), ends, ...leaves],
    appliesTo: ({ canAsk }) => !canAsk,
  },
  {
    name: 'noNode',
    title: 'the Node that the launcher names is gone',
    scripts: denied,
    damage: loseNode,
    checks: isBlockedByTheLauncher,
  },
  {
    name: 'noGuard',
    title: 'the start file of the guard is gone',
    scripts: denied,
    damage: removeFile('guard.cjs'),
    checks: isBlockedByTheLauncher,
    row: () => 'missing',
  },
  {
    name: 'noMain',
    title: 'the program of the guard is gone',
    scripts: denied,
    damage: removeFile('guard.main.js'),
    checks: isBlockedByTheLauncher,
    row: () => 'missing',
  },
  {
    name: 'noLauncher',
    title: 'the launcher is gone',
    scripts: denied,
    damage: removeFile(LAUNCHER),
    checks: isBlockedByTheLine,
    row: () => 'missing',
  },
  {
    name: 'crash',
    title: 'the guard ends with exit code 1',
    scripts: denied,
    damage: failBefore('exit 1'),
    checks: [...isBlockedByTheLine, ...leaves],
    row: () => 'changed',
  },
  {
    name: 'exit127',
    title: 'the guard ends with exit code 127 and a message',
    scripts: denied,
    damage: failBefore('echo gone >&2; exit 127'),
    checks: [...isBlockedByTheLine, ...leaves],
    row: () => 'changed',
  },
  {
    name: 'killed',
    title: 'the guard is killed',
    scripts: denied,
    damage: failBefore('kill -9 $$'),
    checks: [...isBlockedByTheLine, ...leaves],
    row: () => 'changed',
  },
  {
    name: 'notAsked',
    title: 'the guard is never asked, and a command runs: the view says so once the guard is back',
    scripts: denied,
    damage: failBefore('exit 0'),
    afterwards: (installation) => installation.repair(),
    checks: [runs(DENIED_MARK), ends, ...leaves],
    row: () => 'not asking',
  },
  {
    name: 'refusesAlways',
    title: 'whatever starts the guard ends with exit code 2 in every phase: no endless loop',
    scripts: denied,
    damage: failIn('*', 'echo gone >&2; exit 2'),
    checks: doesNotRun,
    row: () => 'changed',
  },
  {
    name: 'hang',
    title: 'the guard hangs in every hook: it answers before the host stops waiting',
    scripts: denied,
    damage: hang,
    checks: [...doesNotRun, reportsReason('took longer than 8 seconds')],
    row: () => 'changed',
  },
  {
    name: 'subAgent',
    title: 'a sub-agent is guarded, shown once, and gone after its end',
    scripts: ({ host, path }) => ({
      main: [[host.subAgent('Please do SCRIPT:sub now')], [host.shell(waitFor(path('sub-ran')))]],
      sub: [
        [host.shell(`touch ${path(DENIED_MARK)}`)],
        [host.shell(`touch ${path('sub-ran')}`)],
        ...(host.endOfSubAgent === undefined ? [] : [[host.endOfSubAgent]]),
      ],
    }),
    checks: [blocks(DENIED_MARK), runs('sub-ran'), ends, showsAtMostTwo, ...leaves],
  },
  {
    name: 'background',
    title: 'a denied command that nobody would wait for: it does not run',
    scripts: ({ host, path }) => ({ main: [[host.background(`touch ${path(DENIED_MARK)}`)]] }),
    checks: [...doesNotRun, ...explainsDenial, ...leaves],
  },
  {
    name: 'otherShell',
    title: 'a denied command in a tool of another name that runs commands: it does not run',
    scripts: ({ host, path }) => ({
      main: host.otherShell?.(`touch ${path(DENIED_MARK)}`) ?? [],
    }),
    appliesTo: ({ otherShell }) => otherShell !== undefined,
    checks: [...doesNotRun, ...explainsDenial, ...leaves],
  },
  {
    name: 'fileTool',
    title: 'a file tool writes another file: it passes',
    scripts: ({ host, path }) => ({ main: [[host.writeFile(path(UNDECIDED_MARK), 'x')]] }),
    checks: [runs(UNDECIDED_MARK), ends],
  },
  {
    name: 'approve',
    title: 'the person approves a command: the history says so, with the time waited',
    scripts: questioned,
    answer: 'yes',
    appliesTo: (host) => host.terminal !== undefined,
    checks: [runs(UNDECIDED_MARK), ends, answered('approved'), ...leaves],
  },
  {
    name: 'refuse',
    title: 'the person refuses a command: the history says so',
    scripts: questioned,
    answer: 'no',
    appliesTo: (host) => host.terminal !== undefined,
    checks: [doesNotRunAtAll(UNDECIDED_MARK), ends, answered('refused'), ...leaves],
  },
  {
    name: 'askApprove',
    title: 'a rule asks, and the person approves: the command runs, and the history says so',
    scripts: one(ASKED_MARK),
    answer: 'yes',
    appliesTo: ({ canAsk, terminal }) => canAsk && terminal !== undefined,
    checks: [
      runs(ASKED_MARK),
      ends,
      answered('approved'),
      isNotRefused,
      namesRule('leaves another mark'),
      ...leaves,
    ],
  },
  {
    name: 'askRefuse',
    title: 'a rule asks, and the person refuses: the command does not run, and the history says so',
    scripts: one(ASKED_MARK),
    answer: 'no',
    appliesTo: ({ canAsk, terminal }) => canAsk && terminal !== undefined,
    checks: [
      doesNotRunAtAll(ASKED_MARK),
      ends,
      answered('refused'),
      namesRule('leaves another mark'),
      ...leaves,
    ],
  },
  {
    name: 'mcpTool',
    title: 'a tool of an MCP server is asked to run a denied command',
    scripts: ({ host, path }) => ({ main: host.mcp?.run(`touch ${path(DENIED_MARK)}`) ?? [] }),
    mcp: 'allowed',
    appliesTo: ({ mcp }) => mcp !== undefined,
    checks: [...doesNotRun, ...explainsDenial, ...leaves],
  },
  {
    name: 'mcpApprove',
    title: 'the person approves the command of an MCP tool: the history says so',
    scripts: ({ host, path }) => ({ main: host.mcp?.run(`touch ${path(UNDECIDED_MARK)}`) ?? [] }),
    mcp: 'asks',
    answer: 'yes',
    appliesTo: ({ mcp, terminal }) => mcp !== undefined && terminal !== undefined,
    checks: [runs(UNDECIDED_MARK), ends, answered('approved'), ...leaves],
  },
  {
    name: 'bareShell',
    title: 'a shell is opened whose input no hook sees: it is asked about, or denied',
    scripts: ({ host }) => ({ main: [[host.openShell ?? host.shell('bash')]] }),
    appliesTo: ({ openShell }) => openShell !== undefined,
    checks: [ends, reportsReason('it opens a shell'), ...leaves],
  },
  {
    name: 'ownFiles',
    title: 'a file tool writes a file that would change the hooks: it is not written',
    scripts: ({ host, ownFile }) => ({ main: [[host.writeFile(ownFile, OWN_MARK)]] }),
    checks: [keepsOwnFile, ends, reportsReason('it changes the ')],
  },
  {
    name: 'ownFilesShell',
    title: 'the same with a shell command',
    scripts: ({ host, ownFile }) => ({ main: [[host.shell(`echo ${OWN_MARK} > ${ownFile}`)]] }),
    checks: [keepsOwnFile, ends, reportsReason('this command'), ...leaves],
  },
  ...casesOfForms(denied, ends),
  {
    name: 'comment',
    title: 'a comment, because of which the host ignores its hook file: the view shows it',
    scripts: denied,
    install: async ({ connect, trust, comment, note }) => {
      await connect();
      await trust();
      await comment();
      await note('commented');
    },
    appliesTo: ({ refusesComments }) => refusesComments === true,
    checks: [runs(DENIED_MARK), ends, shows('commented', 'unreadable')],
    row: () => 'unreadable',
  },
  {
    name: 'untrusted',
    title: 'hooks that the person has not trusted yet: the view says so',
    scripts: denied,
    install: async ({ connect, note }) => {
      await connect();
      await note('connected');
    },
    appliesTo: (host) => host.trust !== undefined,
    checks: [runs(DENIED_MARK), ends, shows('connected', 'not trusted yet')],
    row: () => 'not trusted yet',
  },
  {
    name: 'hookBefore',
    title: 'a hook of somebody else, with the name of ours, stands in front of it',
    scripts: denied,
    install: insertedBefore,
    appliesTo: (host) => host.trust === undefined,
    checks: [...doesNotRun, shows('moved', 'protected')],
  },
  {
    name: 'hookMoved',
    title: 'the same on a host that trusts hooks by their position: the view says so',
    scripts: denied,
    install: insertedBefore,
    appliesTo: (host) => host.trust !== undefined,
    checks: [runs(DENIED_MARK), ends, shows('moved', 'not trusted yet')],
    row: () => 'not trusted yet',
  },
  {
    name: 'previousHooks',
    title:
      'hooks of the build before this one, trusted: they still decide, and an update is offered',
    scripts: denied,
    install: async ({ connectAsBefore, trust, note }) => {
      await connectAsBefore();
      await trust();
      await note('before');
    },
    appliesTo: ({ connectAs }) => hasEarlierHooks(connectAs),
    checks: [...doesNotRun, ...explainsDenial, shows('before', 'update available')],
    row: () => 'update available',
  },
  {
    name: 'update',
    title:
      'hooks of the build before this one are updated, and trusted again where a host wants it',
    scripts: denied,
    install: async ({ connectAsBefore, connect, trust, note }) => {
      await connectAsBefore();
      await trust();
      await connect();
      await note('updated');
      await trust();
      await note('trusted');
    },
    appliesTo: ({ connectAs }) => hasEarlierHooks(connectAs),
    checks: [
      ...doesNotRun,
      ...explainsDenial,
      ...leaves,
      showsUntrusted('updated'),
      shows('trusted', 'protected'),
    ],
  },
];

async function insertedBefore({ connect, trust, hookBefore, note }: Setup): Promise<void> {
  await connect();
  await trust();
  await hookBefore();
  await note('moved');
}

/** A command that ends when a file exists, or after ten seconds. */
function waitFor(path: string): string {
  return `for i in $(seq 100); do [ -e ${path} ] && break; sleep 0.1; done; sleep 0.5`;
}
