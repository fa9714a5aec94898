import type { ComponentChildren } from 'preact';
import { Words } from './exactText';
import { Icon, type IconName } from './icon';

const ICONS: Readonly<Record<NoticeTone, IconName>> = {
  done: 'done',
  failed: 'failed',
  warn: 'unsafe',
  info: 'info',
  busy: 'busy',
};
type NoticeTone = 'done' | 'failed' | 'warn' | 'info' | 'busy';

/** A message in the page: what happened, what to do, and buttons for it. */
export function Notice(props: {
  readonly tone: NoticeTone;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class={`notice notice-${props.tone}`}>
      <Icon name={ICONS[props.tone]} />
      <div class="notice-body">
        <p class="notice-message">
          <Words text={props.message} />
        </p>
        {props.hint !== undefined && (
          <p class="hint">
            <Words text={props.hint} />
          </p>
        )}
        {props.children !== undefined && <div class="actions">{props.children}</div>}
      </div>
    </div>
  );
}

/** The live region for results. It exists from the start: screen readers ignore regions that are added later. */
export function Live({ text }: { readonly text: string }) {
  return (
    <div class="live" role="status" aria-live="polite" aria-atomic="true">
      <Words text={text} />
    </div>
  );
}
