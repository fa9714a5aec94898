import { render } from 'preact';
import { ToExplain, type FromExplain } from '../../../src/protocol/explain';
import { connect, type PageWindow } from '../common/host';
import { setTexts } from '../common/texts';
import { ExplainPage } from './page';

const root = document.getElementById('root');
if (root !== null) {
  setTexts(root.dataset['texts'] ?? '{}', document.documentElement.lang);
  // VS Code defines acquireVsCodeApi in every webview; the DOM types do not contain it.
  const page = window as unknown as PageWindow;
  connect<ToExplain, FromExplain>(page, ToExplain, (host) => {
    render(<ExplainPage host={host} />, root);
  });
}
