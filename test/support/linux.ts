import { readFileSync } from 'node:fs';

/** A test of a Linux feature. On other systems it is not defined, so that no test is pending. */
export const itOnLinux: (title: string, test: Mocha.AsyncFunc | Mocha.Func) => void =
  process.platform === 'linux' ? (title, test) => it(title, test) : () => undefined;

/** The ids of this process's children whose command line contains this text. */
export function childrenWith(text: string): readonly string[] {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ');
  return children.filter((pid) => pid !== '' && commandLineOf(pid).includes(text));
}

/** Empty for a process that has ended. */
function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
