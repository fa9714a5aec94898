import { render } from 'preact';
import { ToReviewer, type FromReviewer } from '../../../src/protocol/reviewer';
import { connect, type PageWindow } from '../common/host';
import { ReviewerPage } from './page';

const root = document.getElementById('root');
if (root !== null) {
  // VS Code puts acquireVsCodeApi on the window of every webview; the DOM types know nothing of it.
  const host = connect<ToReviewer, FromReviewer>(window as unknown as PageWindow, ToReviewer);
  render(<ReviewerPage host={host} now={() => Date.now()} />, root);
}
