import { render } from 'preact';
import { ToSetup, type FromSetup } from '../../../src/protocol/setup';
import { connect, type PageWindow } from '../common/host';
import { setTexts } from '../common/texts';
import { SetupPage } from './page';

const root = document.getElementById('root');
if (root !== null) {
  setTexts(root.dataset['texts'] ?? '{}', document.documentElement.lang);
  // VS Code defines acquireVsCodeApi in every webview; the DOM types do not contain it.
  const page = window as unknown as PageWindow;
  connect<ToSetup, FromSetup>(page, ToSetup, (host) => {
    render(<SetupPage host={host} />, root);
  });
}
