import { render } from 'preact';
import { ToDashboard, type FromDashboard } from '../../../src/protocol/dashboard';
import { connect, type PageWindow } from '../common/host';
import { DashboardPage } from './page';

const root = document.getElementById('root');
if (root !== null) {
  // VS Code puts acquireVsCodeApi on the window of every webview; the DOM types know nothing of it.
  const host = connect<ToDashboard, FromDashboard>(window as unknown as PageWindow, ToDashboard);
  render(<DashboardPage host={host} now={() => Date.now()} />, root);
}
