/**
 * The parts of the product that the verification calls in code. Everything else is started as a
 * program.
 */
export { LAYOUT } from '../../src/core/layout';
export type { App } from '../../src/app';
export { readSettings } from '../../src/settings';
export { openApp } from '../../src/app/openApp';
