import { stat } from 'node:fs/promises';
import { LIMIT_BYTES, pack } from './package.mjs';

/** `npm run package`: builds the vsix and prints its size. */

const file = await pack();
const { size } = await stat(file);
process.stdout.write(`${file}: ${(size / 1e6).toFixed(2)} MB (limit ${LIMIT_BYTES / 1e6} MB)\n`);
