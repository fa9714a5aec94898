import type { CommandId } from '../contributions';

/** One line of a tooltip: a sentence, code shown verbatim, or a link that runs a command. */
export type TooltipLine =
  string | { readonly code: string } | { readonly command: CommandId; readonly title: string };

/** A tree row as data; `treeView.ts` converts it to a `TreeItem`. */
export interface ViewNode {
  /** Unique in its tree and stable over refreshes. */
  readonly key: string;
  /** The id of the object behind the row; menu commands act on it. */
  readonly subject: string;
  readonly label: string;
  readonly description?: string;
  /** A codicon, and a theme colour that is never the only cue. */
  readonly icon: { readonly name: string; readonly color?: string };
  readonly tooltip: readonly TooltipLine[];
  /** Accessible label. */
  readonly spoken: string;
  /** The context value for menus, one of `VIEW_ITEM`; absent for rows without a menu. */
  readonly viewItem?: string;
  /** The command of a click. It gets the row, whose `viewItem` it may need, or nothing if it is to ask the person. */
  readonly opens?: {
    readonly command: CommandId;
    readonly title: string;
    readonly isAsking?: boolean;
  };
  readonly children?: readonly ViewNode[];
  readonly expanded?: boolean;
}
