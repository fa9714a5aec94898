/** The product as the verification enters it in code. Everything else it starts as a program. */
export { LAYOUT } from '../../src/core/layout';
export type { App } from '../../src/app';
export { readSettings } from '../../src/settings';
export { openApp } from '../../src/app/openApp';
