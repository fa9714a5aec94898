import { render } from 'preact';
import { ToReviewer, type FromReviewer } from '../../../src/protocol/reviewer';
import { connect, type PageWindow } from '../common/host';
import { setTexts } from '../common/texts';
import { ReviewerPage } from './page';

const root = document.getElementById('root');
if (root !== null) {
  setTexts(root.dataset['texts'] ?? '{}', document.documentElement.lang);
  // VS Code defines acquireVsCodeApi in every webview; the DOM types do not contain it.
  const page = window as unknown as PageWindow;
  connect<ToReviewer, FromReviewer>(page, ToReviewer, (host) => {
    render(<ReviewerPage host={host} now={() => Date.now()} />, root);
  });
}
