import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ViewId } from '../../src/contributions';
import { createTree } from '../../src/providers/treeView';
import type { ViewNode } from '../../src/providers/viewNode';
import { watchCalls } from './support/watchedCalls';

/** A view that is not in the manifest: VS Code shows no rows of it, and the test asks for them as VS Code does. */
const VIEW = 'rulewright.testOfTrees' as ViewId;

describe('a tree view', () => {
  const rowsOf = (...names: readonly string[]): readonly ViewNode[] =>
    names.map((name) => ({
      ...{ key: name, subject: name, label: name, accessibleName: name },
      ...{ icon: { name: 'shield' }, tooltip: [] },
    }));
  let rows: readonly ViewNode[] = [];
  let loads = 0;
  let load = (): Promise<readonly ViewNode[]> => Promise.resolve(rows);
  let change: () => void = () => undefined;
  let made: {
    readonly tree: vscode.TreeView<ViewNode>;
    readonly provider: vscode.TreeDataProvider<ViewNode>;
  };
  let isVisible = true;
  let events = 0;
  let dispose = (): void => undefined;
  const settle = (): Promise<void> => new Promise(setImmediate);
  const given = async (): Promise<readonly unknown[]> =>
    ((await made.provider.getChildren()) ?? []).map(({ label }) => label);

  beforeEach(async () => {
    rows = rowsOf('a');
    load = () => Promise.resolve(rows);
    const source = {
      get: () => Promise.reject(new Error('not used')),
      shown: () => Promise.resolve({} as never),
      onDidChange: (listener: () => void) => {
        change = listener;
        return { dispose: () => undefined };
      },
      changed: () => undefined,
      dispose: () => undefined,
    };
    const created = watchCalls(vscode.window, 'createTreeView', (view) => {
      Object.defineProperty(view, 'visible', { get: () => isVisible });
    });
    const tree = createTree(
      { source, explain: () => ({ message: 'failed' }) },
      {
        view: VIEW,
        load: () => {
          loads += 1;
          return load();
        },
        showsStorageError: true,
      },
    );
    created.restore();
    const { treeDataProvider: provider } = created.calls.at(-1)?.[1] ?? assert.fail();
    made = { tree: tree.tree, provider: provider as vscode.TreeDataProvider<ViewNode> };
    isVisible = true;
    events = 0;
    made.provider.onDidChangeTreeData?.(() => {
      events += 1;
    });
    await given();
    loads = 0;
    dispose = () => {
      tree.dispose();
    };
  });
  afterEach(() => {
    dispose();
  });

  it('does not tell VS Code about a change that its rows do not show', async () => {
    change();
    await settle();
    assert.deepEqual([loads, events], [1, 0]);
  });

  it('is loaded before it tells VS Code, which then gets the rows at once', async () => {
    let finish: (found: readonly ViewNode[]) => void = () => undefined;
    load = () => new Promise((resolve) => (finish = resolve));
    change();
    await settle();
    assert.deepEqual([loads, events], [1, 0]);
    finish(rowsOf('b'));
    await settle();
    assert.equal(events, 1);
    assert.deepEqual(await given(), ['b']);
    assert.equal(loads, 1);
  });

  it('tells VS Code once until it asks, which then gets the newest rows', async () => {
    for (const name of ['b', 'c', 'd']) {
      rows = rowsOf(name);
      change();
      await settle();
    }
    assert.deepEqual([loads, events], [3, 1]);
    assert.deepEqual(await given(), ['d']);
    rows = rowsOf('e');
    change();
    await settle();
    assert.equal(events, 2);
    assert.deepEqual(await given(), ['e']);
  });

  it('loads once for changes during a load', async () => {
    let finish: (found: readonly ViewNode[]) => void = () => undefined;
    load = () => new Promise((resolve) => (finish = resolve));
    change();
    await settle();
    for (let count = 0; count < 5; count += 1) change();
    finish(rowsOf('b'));
    await settle();
    assert.equal(loads, 2);
    finish(rowsOf('c'));
    await settle();
    assert.deepEqual([loads, events], [2, 1]);
    assert.deepEqual(await given(), ['c']);
  });

  it('shows an error that began or ended', async () => {
    load = () => Promise.reject(new Error('gone'));
    change();
    await settle();
    assert.deepEqual([events, await given(), made.tree.message], [1, [], 'failed']);
    load = () => Promise.resolve(rows);
    change();
    await settle();
    assert.deepEqual([events, await given(), made.tree.message], [2, ['a'], '']);
  });

  it('is not loaded while it is hidden', async () => {
    isVisible = false;
    rows = rowsOf('b');
    change();
    await settle();
    assert.deepEqual([loads, events], [0, 1]);
    isVisible = true;
    assert.deepEqual(await given(), ['b']);
  });
});
