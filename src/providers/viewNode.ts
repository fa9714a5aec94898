import type { CommandId } from '../contributions';

/** A line of a tooltip: a sentence, literal code, or a link that runs a command. */
export type TooltipLine =
  string | { readonly code: string } | { readonly command: CommandId; readonly title: string };

/** A tree row as data, which `treeView.ts` converts to a `TreeItem`. */
export interface ViewNode {
  /** Unique in its tree and stable over refreshes. */
  readonly key: string;
  /** The id of the object that the row shows; menu commands act on it. */
  readonly subject: string;
  readonly label: string;
  readonly description?: string;
  /** A codicon, and a theme colour that is never the only cue. */
  readonly icon: { readonly name: string; readonly color?: string };
  readonly tooltip: readonly TooltipLine[];
  /** Accessible label. */
  readonly accessibleName: string;
  /** The context value for menus, one of `VIEW_ITEM`; absent for rows without a menu. */
  readonly viewItem?: string;
  /** The command that a click runs. It gets the row, or no argument if it should ask the user. */
  readonly opens?: {
    readonly command: CommandId;
    readonly title: string;
    readonly isAsking?: boolean;
  };
  readonly children?: readonly ViewNode[];
  readonly expanded?: boolean;
}
