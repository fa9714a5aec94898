import type { ComponentChildren } from 'preact';
import type { FromDashboard, Tab } from '../../../src/protocol/dashboard';
import { Icon } from '../common/icon';
import { Notice } from '../common/notice';
import { t } from '../common/texts';

/** Sends a message of a tab to the extension. */
export type Send = (message: FromDashboard) => void;

/** The header of a tab: title, description and buttons. */
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

/** A button that sends one message. */
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

/** The button that reloads a tab. */
export function RefreshButton({ send, tab }: { readonly send: Send; readonly tab: Tab }) {
  return (
    <SendButton send={send} message={{ type: 'refresh', tab }}>
      <Icon name="refresh" /> {t('refresh')}
    </SendButton>
  );
}

/** The error of a tab that could not be loaded, with a button to retry. */
export function FailedState(props: {
  readonly message: string;
  readonly hint: string | undefined;
  readonly send: Send;
  readonly tab: Tab;
}) {
  return (
    <Notice tone="failed" message={props.message} hint={props.hint}>
      <SendButton send={props.send} message={{ type: 'refresh', tab: props.tab }}>
        {t('tryAgain')}
      </SendButton>
    </Notice>
  );
}
