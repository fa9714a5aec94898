import { join } from 'node:path';

/** The worker's bundle lies beside the command line's own. */
export function trainerPath(): string {
  return join(__dirname, 'trainer.cjs');
}
