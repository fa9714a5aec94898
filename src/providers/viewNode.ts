import type { CommandId } from '../contributions';

/** One line of a tooltip: plain words, text shown exactly as it is, or a link that runs a command. */
export type TooltipLine =
  string | { readonly code: string } | { readonly command: CommandId; readonly title: string };

/** A row of a tree as data; `treeView.ts` turns it into VS Code's form. */
export interface ViewNode {
  /** Unique in its tree, and the same after a refresh. */
  readonly key: string;
  /** The id of the thing the row stands for; commands of its menus act on it. */
  readonly subject: string;
  readonly label: string;
  readonly description?: string;
  /** A codicon, and a theme colour that is never the only cue. */
  readonly icon: { readonly name: string; readonly color?: string };
  readonly tooltip: readonly TooltipLine[];
  /** What a screen reader says. */
  readonly spoken: string;
  /** One of `VIEW_ITEM`; absent for rows without a menu. */
  readonly viewItem?: string;
  /** What a click does. */
  readonly opens?: { readonly command: CommandId; readonly title: string };
  readonly children?: readonly ViewNode[];
  readonly expanded?: boolean;
}
