/** Imported first, it lets a test import files that import `vscode`: they get `fakeVscode.ts`. */
import Module from 'node:module';
import { fakeVscode } from './fakeVscode';

type Load = (this: unknown, request: string, ...rest: readonly unknown[]) => unknown;
const loader = Module as unknown as { _load: Load };
const { _load: load } = loader;

loader._load = function (request, ...rest) {
  return request === 'vscode' ? fakeVscode : load.call(this, request, ...rest);
};
