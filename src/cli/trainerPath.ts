import { join } from 'node:path';

/** The path of the worker's bundle, in the folder of the CLI's bundle. */
export function trainerPath(): string {
  return join(__dirname, 'trainer.cjs');
}
