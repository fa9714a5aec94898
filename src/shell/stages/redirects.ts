import type { Redirection } from 'unbash';
import { tokenOf, type Place, type Token } from '../words/token';

/** A redirect as it reads in a derived view. */
export interface StageRedirect {
  readonly op: string;
  readonly target: Token;
}

/** What the command itself has opened under descriptors of its own: `exec 3<>file`. */
export type Descriptors = Map<string, StageRedirect>;

/**
 * The redirects that matter of one command. The null device, the terminal and joined descriptors say nothing; a
 * descriptor that the command opened before stands for its file. Notes in `descriptors` what is opened here.
 */
export function redirectsOf(
  redirects: readonly Redirection[],
  place: Place,
  descriptors: Descriptors,
): readonly StageRedirect[] {
  const found: StageRedirect[] = [];
  for (const redirect of redirects) {
    if (redirect.type === 'HereDoc' || redirect.target === undefined) continue;
    const op = redirectOp(redirect);
    const target = tokenOf(redirect.target, place);
    const opened = OTHER_DESCRIPTOR.exec(op)?.[0];
    if (/[<>]&$/.test(op) && DESCRIPTOR.test(target.value)) {
      const file = descriptors.get(target.value.replace('-', ''));
      if (file !== undefined) {
        const joined = file.op.endsWith('<<<') ? file.op : op.slice(0, -1);
        found.push({ op: joined, target: { ...file.target, moved: true } });
      }
    } else {
      if (opened !== undefined) {
        descriptors.set(opened, { op: op.slice(opened.length), target });
      }
      if (!isSilent(target.value)) found.push({ op, target });
    }
  }
  return found;
}

/** Whether a redirect writes its target. */
export function writes(op: string): boolean {
  return WRITES.test(op);
}

const WRITES = /^(?:\d*|\{\w+\})(?:>|>>|<>|>&)$|^&>>?$/;

/** Whether a file can be written and read without any effect. */
export function isSilent(file: string): boolean {
  return file.startsWith('/dev/') && SILENT.test(file);
}

const SILENT = /^\/dev\/(?:null|stdin|stdout|stderr|tty|fd\/\d)$/;
const DESCRIPTOR = /^(?:\d+-?|-)$/;
/** A descriptor that is none of the three which every command has. */
const OTHER_DESCRIPTOR = /^(?:[3-9]|\d\d+)(?=[<>])/;

/** A redirect in words: its operator with its descriptor. `>|` writes like `>`, and is no pipe. */
function redirectOp(redirect: Redirection): string {
  const { descriptor } = redirect;
  const operator = redirect.operator === '>|' ? '>' : redirect.operator;
  if (descriptor === undefined) return operator;
  const name = descriptor.type === 'FileDescriptor' ? descriptor.value : `{${descriptor.name}}`;
  return `${name}${operator}`;
}
