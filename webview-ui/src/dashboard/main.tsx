import { render } from 'preact';
import { ToDashboard, type FromDashboard } from '../../../src/protocol/dashboard';
import { connect, type PageWindow } from '../common/host';
import { setTexts } from '../common/texts';
import { DashboardPage } from './page';

const root = document.getElementById('root');
if (root !== null) {
  setTexts(root.dataset['texts'] ?? '{}', document.documentElement.lang);
  // VS Code defines acquireVsCodeApi in every webview; the DOM types do not contain it.
  const page = window as unknown as PageWindow;
  connect<ToDashboard, FromDashboard>(page, ToDashboard, (host) => {
    render(<DashboardPage host={host} now={() => Date.now()} />, root);
  });
}
