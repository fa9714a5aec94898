/** A call of `tools.exec_command` in a script. */
export interface ScriptCall {
  readonly cmd: string;
  readonly workdir?: string;
  readonly sandbox_permissions?: string;
}

export interface ScriptCalls {
  /** Calls whose command is written out in the script, in their order. */
  readonly calls: readonly ScriptCall[];
  /** Whether there are other calls, whose command the script computes. */
  readonly hasOthers: boolean;
}

/** Names of the tools that run a command, and the member of their argument that is the command. */
const TOOLS: ReadonlyMap<string, string> = new Map([
  ['exec_command', 'cmd'],
  ['shell_command', 'command'],
]);

/** Finds the commands that a script of Codex's code mode runs: JavaScript, which is read but never run. */
export function scriptCalls(script: string): ScriptCalls {
  return new ScriptReader(script).read();
}

/** A string that is written out, or nothing. */
type Text = string | undefined;

class ScriptReader {
  private at = 0;
  private readonly constants = new Map<string, string>();
  private readonly calls: ScriptCall[] = [];
  private hasOthers = false;

  constructor(private readonly script: string) {}

  read(): ScriptCalls {
    while (this.at < this.script.length) {
      const name = this.name();
      if (name === undefined) this.skipOne();
      else if (name === 'const' || name === 'let' || name === 'var') this.constant();
      else if (name === 'tools' && this.takes('.')) this.tool();
    }
    return { calls: this.calls, hasOthers: this.hasOthers };
  }

  /** `NAME = 'text'` */
  private constant(): void {
    this.space();
    const name = this.name();
    if (name === undefined || !this.takes('=')) return;
    const text = this.text();
    if (text !== undefined) this.constants.set(name, text);
  }

  /** `NAME({ cmd: 'text', … })` */
  private tool(): void {
    this.space();
    const member = TOOLS.get(this.name() ?? '');
    if (member === undefined || !this.takes('(')) return;
    const given = this.takes('{') ? this.members() : new Map<string, string>();
    const cmd = given.get(member);
    const workdir = given.get('workdir');
    const permissions = given.get('sandbox_permissions');
    if (cmd === undefined) this.hasOthers = true;
    else {
      this.calls.push({
        cmd,
        ...(workdir === undefined ? {} : { workdir }),
        ...(permissions === undefined ? {} : { sandbox_permissions: permissions }),
      });
    }
  }

  /** The members of an object whose value is a text, or a constant with one. */
  private members(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    while (this.at < this.script.length && !this.takes('}')) {
      const start = this.at;
      this.space();
      const key = this.name() ?? this.quoted();
      if (key !== undefined) {
        const value = this.takes(':') ? this.value() : this.constants.get(key);
        if (value !== undefined) found.set(key, value);
      }
      this.skipTo(',');
      if (this.at === start) break;
    }
    return found;
  }

  private value(): Text {
    this.space();
    const text = this.text();
    const name = text === undefined ? this.name() : undefined;
    const value = name === undefined ? text : this.constants.get(name);
    this.space();
    // Anything else makes the value an expression.
    return /[,}]/.test(this.script[this.at] ?? '') ? value : undefined;
  }

  /** One or more texts, joined by `+`. */
  private text(): Text {
    let whole = this.quoted();
    while (whole !== undefined && this.takes('+')) {
      const next = this.quoted();
      whole = next === undefined ? undefined : whole + next;
    }
    return whole;
  }

  /** A text in quotes or backticks; undefined for a template with expressions. */
  private quoted(): Text {
    this.space();
    const quote = this.script[this.at];
    if (quote !== '"' && quote !== "'" && quote !== '`') return undefined;
    const parts: string[] = [];
    let isPlain = true;
    for (this.at += 1; this.at < this.script.length; this.at += 1) {
      const character = this.script[this.at] ?? '';
      if (character === quote) {
        this.at += 1;
        return isPlain ? parts.join('') : undefined;
      }
      if (quote === '`' && character === '$' && this.script[this.at + 1] === '{') isPlain = false;
      parts.push(character === '\\' ? this.escaped() : character);
    }
    return undefined;
  }

  /** The character behind a backslash. Ends at its last character. */
  private escaped(): string {
    this.at += 1;
    const kind = this.script[this.at] ?? '';
    const [digits] = /^(?:x[\da-f]{2}|u[\da-f]{4}|u\{[\da-f]{1,6}\})/i.exec(
      this.script.slice(this.at, this.at + 9),
    ) ?? [''];
    if (digits !== '') {
      this.at += digits.length - 1;
      const code = Number.parseInt(digits.replaceAll(/[^\da-f]/gi, ''), 16);
      return code > 0x10_ff_ff ? '' : String.fromCodePoint(code);
    }
    return ESCAPES.get(kind) ?? kind;
  }

  /** An identifier, or a number. */
  private name(): Text {
    const from = this.at;
    while (/[\w$]/.test(this.script[this.at] ?? '')) this.at += 1;
    return this.at === from ? undefined : this.script.slice(from, this.at);
  }

  /** Skips a character, a text or a comment. */
  private skipOne(): void {
    const start = this.at;
    this.space();
    if (this.at > start) return;
    if (/["'`]/.test(this.script[this.at] ?? '')) this.quoted();
    else this.at += 1;
  }

  /** Skips to the end of a member: to the given character, or to the bracket that ends its object. */
  private skipTo(end: string): void {
    let depth = 0;
    while (this.at < this.script.length) {
      const character = this.script[this.at] ?? '';
      if (depth === 0 && character === end) {
        this.at += 1;
        return;
      }
      if (depth === 0 && character === '}') return;
      if ('([{'.includes(character)) depth += 1;
      if (')]}'.includes(character)) depth -= 1;
      this.skipOne();
    }
  }

  private takes(character: string): boolean {
    this.space();
    if (this.script[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  /** Skips white space and comments. */
  private space(): void {
    for (;;) {
      while (/\s/.test(this.script[this.at] ?? '')) this.at += 1;
      const two = this.script.slice(this.at, this.at + 2);
      if (two !== '//' && two !== '/*') return;
      const end = this.script.indexOf(two === '//' ? '\n' : '*/', this.at + 2);
      this.at = end === -1 ? this.script.length : end + (two === '//' ? 1 : 2);
    }
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['0', '\0'],
  ['\n', ''],
]);
