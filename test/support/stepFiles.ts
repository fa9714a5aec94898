import type { Files } from '../../src/core/fileAccess';

/** Every operation that changes a disk. */
const CHANGES = [
  'writeNew',
  'link',
  'append',
  'rename',
  'remove',
  'makeFolder',
  'syncFolder',
] as const;

/** `files` with calls of `before` and `after` around each operation that changes the disk, numbered from 1. */
export function stepFiles(
  files: Files,
  hooks: { before?: (step: number, what: string) => void; after?: (step: number) => void },
): Files {
  let step = 0;
  const wrapped: Record<string, unknown> = { ...files };
  for (const what of CHANGES) {
    const real = Reflect.get(files, what) as (...args: unknown[]) => Promise<unknown>;
    wrapped[what] = async (...args: unknown[]) => {
      step += 1;
      const mine = step;
      hooks.before?.(mine, what);
      const result = await real(...args);
      hooks.after?.(mine);
      return result;
    };
  }
  return wrapped as unknown as Files; // the same members as `files`, which is one
}
