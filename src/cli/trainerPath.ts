import { join } from 'node:path';

/** The path of the worker's bundle, which is beside the CLI's own. */
export function trainerPath(): string {
  return join(__dirname, 'trainer.cjs');
}
