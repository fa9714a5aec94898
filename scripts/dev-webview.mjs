/** Opens the tester page: both pages of the extension against a fake host. Run by `npm run dev:webview`. */
import { register } from 'tsx/esm/api';

register();
const { startTester } = await import('../webview-ui/dev/server.ts');
const { url } = await startTester(Number(process.env['PORT'] ?? 5199));
console.log(`Page tester at ${url} (Ctrl+C ends it)`);
