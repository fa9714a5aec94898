import type { ModelProtocol, ToolCall } from './models/modelServer';

/** The folders for one run of a host: a separate home folder and a workspace. */
export interface RunFolders {
  readonly home: string;
  /** The workspace: a git repository with one file. */
  readonly workspace: string;
}

/** An addition of a test to a configuration file of a host. */
export interface ConfigAddition {
  /** Relative to the home folder or the workspace. */
  readonly path: string;
  /** Members of its JSON object, or lines that are appended. */
  readonly adds: object | string;
}

/** The ways in which files determine whether hooks run; see `forms.ts`. */
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

/** A host's variant of such a way, and its effect. */
export interface SwitchForm {
  /** If the view shows `off`, it names the first one. `$HOME` and `$WORKSPACE` in texts stand for the folders. */
  readonly files: readonly (ConfigAddition & { readonly in: keyof RunFolders | 'above' })[];
  /** A denied command runs unless it is `connected`. */
  readonly shows: 'connected' | 'off' | 'unreadable';
  /** Additional command-line options. */
  readonly args?: readonly string[];
  /** Environment variables of the host and of the window that connects it. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Arguments and environment for starting a host. */
export interface Launch {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A host ready to be started, for steps that communicate with it before its run. */
export interface ReadyHost extends RunFolders {
  readonly program: readonly string[];
  /** The complete environment of the run. */
  readonly env: Readonly<Record<string, string>>;
  /** The model server: `http://127.0.0.1:PORT`. */
  readonly modelUrl: string;
}

/**
 * An agent host: its installation, how to run it without a user, and its properties. Each file in `hosts/` exports one
 * as `host`; there is no other list.
 */
export interface AgentHost {
  /** Its name on the command line and in results. */
  readonly name: string;
  /** Its folder in `src/hosts`. */
  readonly connectAs: string;
  /** Its npm package, and the version to test. */
  readonly npm: { readonly name: string; readonly version: string };
  /** Minimum major version of Node for its program; absent for a native program. */
  readonly nodeMajor?: number;
  readonly protocol: ModelProtocol;
  /** Whether it can show the user a question from a hook; without a user, the command is refused. */
  readonly canAsk: boolean;
  /** Whether another host has the same form of hooks; cases about the guard then run only with `--all`. */
  readonly hasFormOfOther?: boolean;
  /** The text for the model after exit code 2 of a hook, on a host that does not pass on the hook's output. */
  readonly exit2Text?: string;
  /**
   * The program and its first arguments. `modules`: the `node_modules` folder in which it is installed; `node`: a Node
   * with at least version `nodeMajor`.
   */
  program(modules: string, node: string): readonly string[];
  /** A call of its shell tool. */
  shell(command: string): ToolCall;
  /** A call of its tool that writes a new file. */
  writeFile(path: string, text: string): ToolCall;
  /**
   * A new file that would change its hooks: in the home folder, or in the workspace if the host's file tool cannot
   * write elsewhere.
   */
  readonly ownFile: { readonly in: keyof RunFolders; readonly path: string };
  /** A call of its shell tool that does not wait for the command. */
  background(command: string): ToolCall;
  /** The calls that run a command with a tool of another name, if there is one. */
  readonly otherShell?: (command: string) => readonly (readonly ToolCall[])[];
  /** The call that starts a sub-agent with this prompt. */
  subAgent(prompt: string): ToolCall;
  /** The call that ends a sub-agent, if the host requires one. */
  readonly endOfSubAgent?: ToolCall;
  /** A call that opens a shell, on a host that calls no hooks for the input of a shell. */
  readonly openShell?: ToolCall;
  /**
   * How an MCP server `box` is added for the user, and the calls of its tool `run`. `asks`: the user has not allowed
   * the tool.
   */
  readonly mcp?: {
    readonly file: (
      server: readonly [program: string, ...args: readonly string[]],
      mode: 'allowed' | 'asks',
    ) => ConfigAddition;
    readonly run: (command: string) => readonly (readonly ToolCall[])[];
  };
  /** Whether it ignores a hook file with comments. */
  readonly refusesComments?: boolean;
  /** The effects of files and variables on this host, each tested by the case with its name. */
  readonly forms: Readonly<Partial<Record<FormName, SwitchForm>>>;
  /** Files of a user who has used the host before. */
  prepare?(folders: RunFolders): Promise<void>;
  launch(run: RunFolders & { readonly modelUrl: string; readonly prompt: string }): Launch;
  /** How a user works with it at a terminal; absent if that cannot be automated. */
  readonly terminal?: {
    launch(run: RunFolders & { readonly modelUrl: string; readonly prompt: string }): Launch;
    /** A call of its shell tool that it asks about, if that is a different call. */
    shell?(command: string): ToolCall;
    /** Files of a user who has answered the questions of a first start. */
    prepare(folders: RunFolders): Promise<void>;
    /** The question whether a command may run, and the keys for yes and no. */
    readonly question: RegExp;
    readonly yes: string;
    readonly no: string;
    /** The screen contents after a turn with a yes and with a no, and the keys that end the program. */
    readonly afterYes: RegExp;
    readonly afterNo: RegExp;
    readonly quit: string;
  };
  /** Environment variables for every start, including `--version`; `folder`: the installation folder. */
  shared?(folder: string): Readonly<Record<string, string>>;
  /** Trusts every installed hook, as a user would. Absent if hooks need no trust. */
  trust?(ready: ReadyHost): Promise<void>;
}
