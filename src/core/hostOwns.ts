/** What belongs to an agent host and determines whether it calls the guard. Self-protection protects it. */
export interface HostOwns {
  /** Display name. */
  readonly name: string;
  /** The folder in the home folder. */
  readonly folder: string;
  /** The environment variable that overrides the folder. */
  readonly variable?: string;
  /** Files in the folder, which are denied; names of folders end with `/`. */
  readonly files: readonly string[];
  /**
   * More files in the folder, which are asked about; `*` stands for any characters. A folder
   * `hooks` always is.
   */
  readonly askedFiles?: readonly string[];
  /** Files in a project, which are asked about; names of folders end with `/`. */
  readonly projectFiles: readonly string[];
  readonly program: HostProgram;
}

/** The program of an agent host, and how it is started without its hooks. */
export interface HostProgram {
  readonly name: string;
  /** Its npm package; without the scope, unless the rest is also the name of the program. */
  readonly npm?: string;
  /** Arguments with which it calls no hooks, matched against the words of its command. */
  readonly off?: RegExp;
  /** Arguments with which it may call none: a file that is not read decides. */
  readonly mayBeOff?: RegExp;
  /**
   * Environment variables with which it calls no hooks or reads other settings, besides `HOME` and
   * the variable of its folder; `*` stands for any characters.
   */
  readonly offVariables?: readonly string[];
  /** Environment variables with which it reads settings in addition to the usual ones. */
  readonly mayBeOffVariables?: readonly string[];
}
