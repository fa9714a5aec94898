import { randomBytes } from 'node:crypto';

// Any extension can pass an object that looks like a row of a view, so rows are recognized by what only this extension
// has: the object itself for trees, and a random key for pages, whose rows VS Code copies.

const shownRows = new WeakSet<object>();

/** The key of this session that VS Code adds to what menus of our pages pass to commands. */
export const ROW_KEY = randomBytes(24).toString('base64url');

/** Remembers a row that a tree shows. */
export function rememberRow(row: object): void {
  shownRows.add(row);
}

/** Whether a menu of our views or pages passed `value` to a command. */
export function isOwnRow(value: object): boolean {
  return shownRows.has(value) || ('rowKey' in value && value.rowKey === ROW_KEY);
}
