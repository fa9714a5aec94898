import * as l10n from '@vscode/l10n';
import {
  applyEdits,
  modify,
  parse,
  printParseErrorCode,
  visit,
  type ParseError,
} from 'jsonc-parser';
import { isDeepStrictEqual } from 'node:util';
import type { ConnectionState } from '../core/agentHost';
import { canonicalJson } from '../core/canonicalJson';
import { RulewrightError } from '../core/errors';
import { sha256Hex } from '../core/hash';
import { isObject } from '../core/isObject';
import { shellQuoted } from '../core/shellQuoted';
import { earlierLaunchers } from './guardFolder';
import type { HookEntry, HostFiles, PlacedHook } from './hostFiles';

type Hooks = Readonly<Record<string, readonly unknown[]>>;

/**
 * The text of a hook file with our hooks added. Other content is unchanged, including comments.
 * Throws `invalid-input`.
 */
export function withHooks(text: string | undefined, host: HostFiles, launcher: string): string {
  if (host.program !== undefined) return programWith(host.entries(launcher), host.program);
  if (text !== undefined && host.isStrict === true) expectRead(text, host);
  let result = text === undefined ? '{}\n' : withoutOwnHooks(text, launcher);
  for (const [key, value] of Object.entries(host.root)) {
    if (!(key in read(result).root)) result = edit(result, [key], value);
  }
  for (const { event, value } of host.entries(launcher)) {
    const hasEvent = event in read(result).hooks;
    result = hasEvent
      ? edit(result, ['hooks', event, -1], value, true)
      : edit(result, ['hooks', event], [value]);
  }
  return result;
}

/**
 * The text without our hooks; undefined if the file contained nothing else. Throws `invalid-input`.
 */
export function withoutHooks(text: string, host: HostFiles, launcher: string): string | undefined {
  if (host.program !== undefined) return undefined;
  const result = withoutOwnHooks(text, launcher);
  const { root } = read(result);
  const left = Object.keys(root).filter((key) => !(key in host.root));
  return host.isDedicated && left.length === 0 ? undefined : result;
}

/**
 * Whether the hooks in a file are those that `withHooks` writes or an earlier version wrote. Throws
 * `invalid-input`.
 */
export function stateOf(
  text: string,
  host: HostFiles,
  launcher: string,
): Extract<ConnectionState, 'disconnected' | 'changed' | 'connected' | 'outdated'> {
  const found = ownHooks(text, host, launcher).map(({ event, value }) => ({ event, value }));
  if (found.length === 0) return 'disconnected';
  const rest = programIn(text, host);
  const isCurrent =
    isSame(found, host.entries(launcher)) &&
    rest === programIn(withHooks(undefined, host, launcher), host);
  if (isCurrent) return 'connected';
  const isEarlier = [launcher, ...earlierLaunchers(launcher)].some((path) => {
    if (path !== launcher && isSame(found, host.entries(path))) {
      return rest === programIn(withHooks(undefined, host, path), host);
    }
    const hash = hashOf(found, path);
    return host.earlier.includes(rest === undefined ? hash : sha256Hex(`${hash}\n${rest}`));
  });
  return isEarlier ? 'outdated' : 'changed';
}

/** Our hooks in a file, each with its index in the list of its event. Throws `invalid-input`. */
export function ownHooks(text: string, host: HostFiles, launcher: string): readonly PlacedHook[] {
  if (host.isStrict === true) expectRead(text, host);
  const hooks = host.program === undefined ? text : (HOOKS_IN_PROGRAM.exec(text)?.[1] ?? '{}');
  return Object.entries(read(hooks).hooks).flatMap(([event, values]) =>
    [...values.entries()]
      .filter(([, value]) => callsLauncher(value, launcher))
      .map(([index, value]) => ({ event, index, value })),
  );
}

const HOOKS_IN_PROGRAM = /^const HOOKS = (\{\n[^]*?\n\});$/m;

function programWith(entries: readonly HookEntry[], program: (hooks: string) => string): string {
  const hooks: Record<string, unknown[]> = {};
  for (const { event, value } of entries) (hooks[event] ??= []).push(value);
  return program(JSON.stringify({ hooks }, null, 2));
}

/** A program with its hooks removed; undefined for JSON hook files. */
function programIn(text: string, { program }: HostFiles): string | undefined {
  return program && text.replace(HOOKS_IN_PROGRAM, '');
}

function isSame(found: readonly HookEntry[], wanted: readonly HookEntry[]): boolean {
  return (
    found.length === wanted.length &&
    wanted.every((entry) => found.some((other) => isDeepStrictEqual(entry, other)))
  );
}

/** SHA-256 of hooks, independent of their order and the path of the launcher. */
function hashOf(entries: readonly HookEntry[], launcher: string): string {
  // As quoted in JSON. Earlier versions quoted a different set of characters.
  const quoted = JSON.stringify(shellQuoted(launcher)).slice(1, -1);
  const plain = JSON.stringify(launcher).slice(1, -1);
  const texts = entries.map(({ event, value }) =>
    canonicalJson({ event, value })
      .replaceAll(quoted, '<launcher>')
      .replaceAll(plain, '<launcher>'),
  );
  return sha256Hex(texts.sort().join('\n'));
}

function withoutOwnHooks(text: string, launcher: string): string {
  let result = text;
  for (const [event, values] of Object.entries(read(text).hooks)) {
    // In reverse order, so that earlier indexes remain valid.
    for (const [index, value] of [...values.entries()].reverse()) {
      if (!callsLauncher(value, launcher)) continue;
      const others = innerHooks(value).filter((inner) => !callsLauncher(inner, launcher));
      result =
        others.length === 0
          ? edit(result, ['hooks', event, index], undefined)
          : edit(result, ['hooks', event, index, 'hooks'], others);
    }
    if (read(result).hooks[event]?.length === 0 && values.length > 0) {
      result = edit(result, ['hooks', event], undefined);
    }
  }
  const emptied = Object.keys(read(result).hooks).length === 0;
  return emptied && result !== text ? edit(result, ['hooks'], undefined) : result;
}

/** Some hosts group hooks: an entry with a matcher and a list of hooks. */
function innerHooks(value: unknown): readonly unknown[] {
  const inner = isObject(value) ? value['hooks'] : undefined;
  return Array.isArray(inner) ? inner : [];
}

/**
 * A hook is ours if it calls our launcher, or that of an earlier version, even if other parts were
 * changed.
 */
function callsLauncher(value: unknown, launcher: string): boolean {
  if (typeof value === 'string') {
    return [launcher, ...earlierLaunchers(launcher)].some(
      (path) => value.includes(path) || value.includes(shellQuoted(path)),
    );
  }
  if (Array.isArray(value)) return value.some((each) => callsLauncher(each, launcher));
  return isObject(value) && Object.values(value).some((each) => callsLauncher(each, launcher));
}

/** Throws `invalid-input` for a file that a strict host ignores. */
function expectRead(text: string, { name, refusesRepeatedNames, wrongTypeIn }: HostFiles): void {
  const errors: ParseError[] = [];
  const settings: unknown = parse(text, errors, { disallowComments: true });
  const [error] = errors;
  if (error !== undefined) {
    throw unreadable(l10n.t('{0} ignores the file: {1}', name, notJson(text, error)));
  }
  const wrong = isObject(settings) ? wrongTypeIn?.(settings) : undefined;
  if (wrong !== undefined) {
    throw unreadable(l10n.t('{0} ignores the file: the value of "{1}" is wrong', name, wrong));
  }
  const line = refusesRepeatedNames === true ? lineOfRepeatedName(text) : undefined;
  if (line === undefined) return;
  throw unreadable(
    l10n.t('{0} ignores the file: a name is repeated in line {1}', name, String(line)),
  );
}

/** The first line with a duplicate name in an object; undefined if there is none. */
function lineOfRepeatedName(text: string): number | undefined {
  const open: Set<string>[] = [];
  let found: number | undefined;
  visit(text, {
    onObjectBegin: () => {
      open.push(new Set());
    },
    onObjectEnd: () => {
      open.pop();
    },
    onObjectProperty: (name, _offset, _length, line) => {
      const names = open.at(-1);
      if (names?.has(name) === true) found ??= line + 1;
      names?.add(name);
    },
  });
  return found;
}

function notJson(text: string, { error, offset }: ParseError): string {
  const line = text.slice(0, offset).split('\n').length;
  return l10n.t('line {0} is not JSON ({1})', String(line), printParseErrorCode(error));
}

function read(text: string): {
  readonly root: Readonly<Record<string, unknown>>;
  readonly hooks: Hooks;
} {
  const errors: ParseError[] = [];
  const root: unknown = parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) throw unreadable(notJson(text, error));
  if (!isObject(root)) throw unreadable(l10n.t('it is not a JSON object'));
  const hooks = root['hooks'] ?? {};
  if (!isObject(hooks)) throw unreadable(l10n.t('"{0}" is not an object', 'hooks'));
  for (const [event, values] of Object.entries(hooks)) {
    if (!Array.isArray(values)) throw unreadable(l10n.t('"{0}" is not a list', `hooks.${event}`));
  }
  return { root, hooks: hooks as Hooks };
}

function unreadable(problem: string): RulewrightError {
  return new RulewrightError('invalid-input', l10n.t('The hook file is not valid: {0}.', problem), {
    hint: l10n.t('Correct the file, and try again. Nothing was changed.'),
  });
}

function edit(
  text: string,
  path: (string | number)[],
  value: unknown,
  isArrayInsertion = false,
): string {
  const formattingOptions = {
    insertSpaces: !/^\t/m.test(text),
    tabSize: /^( +)"/m.exec(text)?.[1]?.length ?? 2,
    // Used only for a text without line breaks.
    eol: '\n',
  };
  return applyEdits(text, modify(text, path, value, { formattingOptions, isArrayInsertion }));
}
