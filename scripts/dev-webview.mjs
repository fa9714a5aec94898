/** Opens the tester page: both pages of the extension against a fake host. Run by `npm run dev:webview`. */
import { tsImport } from 'tsx/esm/api';

const { startTester } = await tsImport('../webview-ui/dev/server.ts', import.meta.url);
const { url } = await startTester(Number(process.env.PORT ?? 5199));
console.log(`Page tester at ${url} (Ctrl+C ends it)`);
