import type { ComponentChildren } from 'preact';
import type { FromDashboard, Tab } from '../../../src/protocol/dashboard';
import { Icon } from '../common/icon';
import { Notice } from '../common/notice';

/** How a tab asks the extension for something. */
export type Send = (message: FromDashboard) => void;

/** The title row of a tab: what it is, and its buttons. */
export function TabHeader(props: {
  readonly title: string;
  readonly about: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="tab-header">
      <div>
        <h2>{props.title}</h2>
        <p class="hint">{props.about}</p>
      </div>
      <div class="actions">{props.children}</div>
    </div>
  );
}

/** A plain button that sends one message. */
export function SendButton(props: {
  readonly send: Send;
  readonly message: FromDashboard;
  readonly kind?: 'primary' | 'secondary' | 'link';
  readonly disabled?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <button
      type="button"
      class={props.kind ?? 'secondary'}
      disabled={props.disabled ?? false}
      onClick={() => {
        props.send(props.message);
      }}
    >
      {props.children}
    </button>
  );
}

/** The button that reads a tab again. */
export function RefreshButton({ send, tab }: { readonly send: Send; readonly tab: Tab }) {
  return (
    <SendButton send={send} message={{ type: 'refresh', tab }}>
      <Icon name="refresh" /> Refresh
    </SendButton>
  );
}

/** A tab that could not be read, with the way to try again. */
export function FailedState(props: {
  readonly message: string;
  readonly hint: string | undefined;
  readonly send: Send;
  readonly tab: Tab;
}) {
  return (
    <Notice tone="failed" message={props.message} hint={props.hint}>
      <SendButton send={props.send} message={{ type: 'refresh', tab: props.tab }}>
        Try again
      </SendButton>
    </Notice>
  );
}
