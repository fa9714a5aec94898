/** Opens the tester page: the pages of the extension with a fake host. Run by `npm run dev:webview`. */
import { startTester } from './webviewServer';

void startTester(Number(process.env['PORT'] ?? 5199)).then(({ url }) => {
  process.stdout.write(`Page tester at ${url} (Ctrl+C ends it)\n`);
});
