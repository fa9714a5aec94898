import type { Redirection } from 'unbash';
import type { Place } from '../words/place';
import { tokenOf, type Token } from '../words/token';

/** A redirect as shown in derived views. */
export interface StageRedirect {
  readonly op: string;
  readonly target: Token;
}

/** Files that the command opened with its own descriptors: `exec 3<>file`. */
export type Descriptors = Map<string, StageRedirect>;

/**
 * The relevant redirects of one command. The null device, the terminal and joined descriptors are
 * left out; a descriptor that the command opened before is replaced by its file. Adds newly opened
 * ones to `descriptors`.
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

/** Whether reading and writing a file has no effect. */
export function isSilent(file: string): boolean {
  return file.startsWith('/dev/') && SILENT.test(file);
}

const SILENT = /^\/dev\/(?:null|stdin|stdout|stderr|tty|fd\/\d)$/;
const DESCRIPTOR = /^(?:\d+-?|-)$/;
/** A descriptor other than standard input, output and error. */
const OTHER_DESCRIPTOR = /^(?:[3-9]|\d\d+)(?=[<>])/;

/**
 * The operator of a redirect, with its descriptor. `>|` is shown as `>`, so that it does not look
 * like a pipe.
 */
function redirectOp(redirect: Redirection): string {
  const { descriptor } = redirect;
  const operator = redirect.operator === '>|' ? '>' : redirect.operator;
  if (descriptor === undefined) return operator;
  const name = descriptor.type === 'FileDescriptor' ? descriptor.value : `{${descriptor.name}}`;
  return `${name}${operator}`;
}
