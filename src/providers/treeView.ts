import * as vscode from 'vscode';
import type { App } from '../app';
import type { ViewId } from '../contributions';
import { isRulewrightError } from '../core/errors';
import type { Disposable } from '../core/ports';
import { createQueue } from '../core/queue';
import type { AppSource } from './appSource';
import type { ErrorText } from './errorReport';
import { rememberRow } from './viewRows';
import { plainLine, plainNotice } from './plainText';
import { tooltipCommands, tooltipMarkdown } from './tooltipMarkdown';
import type { ViewNode } from './viewNode';

/** One tree: its view and its content. */
export interface TreeSource {
  readonly view: ViewId;
  readonly load: (app: App) => Promise<readonly ViewNode[]>;
  /** The message above the rows, if any. */
  readonly message?: (app: App) => Promise<ErrorText | undefined>;
  /** Whether this view shows storage errors. Only one view does; the welcome texts of the others refer to it. */
  readonly showsStorageError?: true;
}

/** The dependencies of all trees. */
export interface TreeHost {
  readonly source: AppSource;
  explain(error: unknown): ErrorText;
}

/** The content of a view. */
interface Content {
  readonly rows: readonly ViewNode[];
  /** Empty if there is none. */
  readonly message: string;
}

/**
 * A tree view that reloads its rows after each change. An error is shown above the rows.
 *
 * From a change event until VS Code has the new rows, the commands of the shown rows are invalid, so that a key or click
 * on a row does nothing. Another event in this time empties the view for a moment, and no row has the focus afterwards.
 * When VS Code has the rows, the view takes the focus if it had it, even from a page that opens meanwhile. So a visible
 * view is reloaded before the event, and there is no event if its content is the same or VS Code is yet to ask for it.
 */
export function createTree(
  host: TreeHost,
  { view, load, message, showsStorageError }: TreeSource,
): RulewrightTree {
  const changes = new vscode.EventEmitter<undefined>();
  const parents = new Map<string, ViewNode>();
  const reloads = createQueue();
  let isReloadWaiting = false;
  /** The content that VS Code has, or asks for after the last event, as text for comparison. */
  let given: string | undefined;
  /** The same while VS Code has not asked. */
  let next: Content | undefined;
  const provider: vscode.TreeDataProvider<ViewNode> = {
    onDidChangeTreeData: changes.event,
    getTreeItem: toTreeItem,
    getChildren: async (parent) => (parent === undefined ? roots() : [...(parent.children ?? [])]),
    // Called by VS Code to reveal a child row.
    getParent: ({ key }) => parents.get(key),
  };
  const tree = vscode.window.createTreeView(view, { treeDataProvider: provider });
  const listening = host.source.onDidChange(() => {
    if (isReloadWaiting) return;
    isReloadWaiting = true;
    void reloads(reload);
  });

  async function reload(): Promise<void> {
    isReloadWaiting = false;
    if (!tree.visible) {
      next = undefined;
      changes.fire(undefined);
      return;
    }
    const content = await read();
    const text = JSON.stringify(content);
    if (text === given) return;
    given = text;
    const isAsking = next !== undefined;
    next = content;
    if (!isAsking) changes.fire(undefined);
  }

  async function roots(): Promise<ViewNode[]> {
    const content = next ?? (await read());
    next = undefined;
    given = JSON.stringify(content);
    tree.message = content.message;
    return [...content.rows];
  }

  async function read(): Promise<Content> {
    let opened = false;
    let above: ErrorText | undefined;
    try {
      const app = await host.source.shown();
      opened = true;
      above = await message?.(app);
      const rows = await load(app);
      return { rows, message: above === undefined ? '' : messageOf(above) };
    } catch (error) {
      // An error that affects every view is shown in only one; the welcome texts of the others refer to it.
      const isShared = !opened || isRulewrightError(error, 'store-damaged');
      const isShown = !isShared || showsStorageError === true;
      return { rows: [], message: isShown ? messageOf(above ?? host.explain(error)) : '' };
    }
  }

  return {
    tree,
    reveal: async (subject) => {
      const rows = await load(await host.source.shown());
      parents.clear();
      for (const row of rows) for (const child of row.children ?? []) parents.set(child.key, row);
      const row = rows
        .flatMap((each) => [each, ...(each.children ?? [])])
        .find((each) => each.subject === subject);
      // VS Code identifies the row by its `id`.
      if (row !== undefined) await tree.reveal(row, { select: true, focus: true });
      return row !== undefined;
    },
    dispose: () => {
      vscode.Disposable.from(tree, listening, changes).dispose();
    },
  };
}

/** Adds a break opportunity after each path separator, because VS Code cuts off lines that cannot wrap. */
function messageOf({ message, hint }: ErrorText): string {
  const text = hint === undefined ? message : `${message}\n${hint}`;
  return plainNotice(text).replaceAll(/[/\\]/g, '$&\u200b');
}

/** A tree view and its listeners. */
export interface RulewrightTree extends Disposable {
  readonly tree: vscode.TreeView<ViewNode>;
  /** Opens the view and selects the row of `subject`, on the first or second level. False if there is none. */
  reveal(subject: string): Promise<boolean>;
}

function toTreeItem(node: ViewNode): vscode.TreeItem {
  rememberRow(node);
  const item = new vscode.TreeItem(plainLine(node.label), folding(node));
  item.id = idOf(node);
  if (node.description !== undefined) item.description = plainLine(node.description);
  const { name, color } = node.icon;
  item.iconPath = new vscode.ThemeIcon(
    name,
    color === undefined ? undefined : new vscode.ThemeColor(color),
  );
  item.tooltip = new vscode.MarkdownString(tooltipMarkdown(node.tooltip));
  item.tooltip.isTrusted = { enabledCommands: tooltipCommands(node.tooltip) };
  item.accessibilityInformation = { label: plainLine(node.accessibleName) };
  if (node.viewItem !== undefined) item.contextValue = node.viewItem;
  if (node.opens !== undefined) {
    const { command, title, isAsking } = node.opens;
    item.command = { command, title, arguments: isAsking === true ? [] : [node] };
  }
  return item;
}

/** VS Code keeps a row collapsed that had no children at first. With another id it is a new row, which is expanded. */
function idOf({ key, expanded }: ViewNode): string {
  return expanded === true ? `${key}/unfolded` : key;
}

function folding(node: ViewNode): vscode.TreeItemCollapsibleState {
  if (node.children === undefined) return vscode.TreeItemCollapsibleState.None;
  return node.expanded === true
    ? vscode.TreeItemCollapsibleState.Expanded
    : vscode.TreeItemCollapsibleState.Collapsed;
}
