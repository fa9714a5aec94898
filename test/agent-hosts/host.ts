import type { ModelProtocol, ToolCall } from './models/modelServer';

/** Where one run of a host takes place: a home folder and a workspace of its own. */
export interface RunFolders {
  readonly home: string;
  /** The workspace: a git repository with one file. */
  readonly workspace: string;
}

/** What a test adds to a configuration file of a host. */
export interface ConfigAddition {
  /** Below the home folder or the workspace. */
  readonly path: string;
  /** Members of its JSON object, or lines that are appended. */
  readonly adds: object | string;
}

/** The ways in which files decide whether hooks run: `forms.ts` says what each is. */
export type FormName =
  | 'userOff'
  | 'localOff'
  | 'variableOff'
  | 'safeModeOff'
  | 'nameOff'
  | 'oddValue'
  | 'earlierName'
  | 'profileOff'
  | 'machineOff'
  | 'movedFolder'
  | 'movedHome'
  | 'noPlugins'
  | 'projectOff'
  | 'projectHooks'
  | 'projectVariable'
  | 'projectVariableOff'
  | 'variableAboveOff'
  | 'untrustedFolder';

/** What a host has for one of these ways, and what it does. */
export interface SwitchForm {
  /** The view names the first one where it shows `off`. In texts, `$HOME` and `$WORKSPACE` stand for the folders. */
  readonly files: readonly (ConfigAddition & { readonly in: keyof RunFolders | 'above' })[];
  /** A denied command runs unless it is `connected`. */
  readonly shows: 'connected' | 'off' | 'unreadable';
  /** Further options of the start. */
  readonly args?: readonly string[];
  /** Variables of the host and of the window that connects it. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What a host is started with, besides its program. */
export interface Launch {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A host ready to be started, for the steps that talk to it before its run. */
export interface ReadyHost extends RunFolders {
  readonly program: readonly string[];
  /** The whole environment of the run. */
  readonly env: Readonly<Record<string, string>>;
  /** The model server: `http://127.0.0.1:PORT`. */
  readonly modelUrl: string;
}

/**
 * One agent host: where it comes from, how it is started without a person, and what it can tell. Each file in
 * `hosts/` exports one as `host`; nothing else lists them.
 */
export interface AgentHost {
  /** What it is called on the command line and in results. */
  readonly name: string;
  /** Its folder in `src/hosts`. */
  readonly connectAs: string;
  /** Its npm package, and the version that is tested. */
  readonly npm: { readonly name: string; readonly version: string };
  /** The lowest major version of Node that its program needs; absent where the program is native. */
  readonly nodeMajor?: number;
  readonly protocol: ModelProtocol;
  /** Whether it can show a person a question that a hook asks; where nobody is there, the command is refused. */
  readonly canAsk: boolean;
  /** Whether another host has the same form of hooks: cases of the guard then run with `--all` only. */
  readonly hasFormOfOther?: boolean;
  /** What the model is told after exit code 2 of a hook, on a host that does not pass on what the hook wrote. */
  readonly exit2Text?: string;
  /**
   * The program and its first arguments; `modules` is the `node_modules` folder it is installed in, `node` a Node of at
   * least `nodeMajor`.
   */
  program(modules: string, node: string): readonly string[];
  /** A call of its shell tool. */
  shell(command: string): ToolCall;
  /** A call of its tool that writes a new file. */
  writeFile(path: string, text: string): ToolCall;
  /**
   * A new file that would change its hooks: below the home folder, or below the workspace on a host whose file tool does
   * not leave that.
   */
  readonly ownFile: { readonly in: keyof RunFolders; readonly path: string };
  /** A call of its shell tool that does not wait for the command. */
  background(command: string): ToolCall;
  /** The calls that run a command with a tool of another name, where it has one. */
  readonly otherShell?: (command: string) => readonly (readonly ToolCall[])[];
  /** The call that starts a sub-agent with this prompt. */
  subAgent(prompt: string): ToolCall;
  /** The call that a sub-agent ends with, where the host wants one. */
  readonly endOfSubAgent?: ToolCall;
  /** A call that opens a shell, on a host where no hook sees what is typed into it. */
  readonly openShell?: ToolCall;
  /**
   * How an MCP server `box` is added for the person, and the calls that use its tool `run`. `asks`: the person has not
   * allowed the tool.
   */
  readonly mcp?: {
    readonly file: (
      server: readonly [program: string, ...args: readonly string[]],
      mode: 'allowed' | 'asks',
    ) => ConfigAddition;
    readonly run: (command: string) => readonly (readonly ToolCall[])[];
  };
  /** Whether it takes nothing from a hook file with comments. */
  readonly refusesComments?: boolean;
  /** What files and variables do on this host, each tested by the case of its name. */
  readonly forms: Readonly<Partial<Record<FormName, SwitchForm>>>;
  /** Files of a person who has used the host before. */
  prepare?(folders: RunFolders): Promise<void>;
  launch(run: RunFolders & { readonly modelUrl: string; readonly prompt: string }): Launch;
  /** How a person works with it at a terminal; absent where that cannot be driven. */
  readonly terminal?: {
    launch(run: RunFolders & { readonly modelUrl: string; readonly prompt: string }): Launch;
    /** A call of its shell tool that it asks about, where that is another one. */
    shell?(command: string): ToolCall;
    /** Files of a person who has answered the questions of a first start. */
    prepare(folders: RunFolders): Promise<void>;
    /** The question whether a command may run, and the keys for yes and no. */
    readonly question: RegExp;
    readonly yes: string;
    readonly no: string;
    /** What is on the screen when a turn has ended after a yes and after a no, and the keys that end the program. */
    readonly afterYes: RegExp;
    readonly afterNo: RegExp;
    readonly quit: string;
  };
  /** Variables that every start needs, its `--version` too; `folder` is where it is installed. */
  shared?(folder: string): Readonly<Record<string, string>>;
  /** Trusts every installed hook, as a person would. Absent where hooks need no trust. */
  trust?(ready: ReadyHost): Promise<void>;
}
