// An MCP server with a tool that runs a shell command. Creates the file named by its argument once it has listed the tool.
import { execSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** @param {object} message */
function printLine(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

const [, , READY] = process.argv;
const RUN = {
  name: 'run',
  description: 'Runs a shell command',
  inputSchema: {
    type: 'object',
    properties: { command: { type: 'string' } },
    required: ['command'],
  },
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  if (method === 'initialize') {
    const { protocolVersion } = params;
    const serverInfo = { name: 'box', version: '1' };
    printLine({ id, result: { protocolVersion, capabilities: { tools: {} }, serverInfo } });
  } else if (method === 'tools/list') {
    printLine({ id, result: { tools: [RUN] } });
    if (READY !== undefined) writeFileSync(READY, '');
  } else if (method === 'tools/call') {
    execSync(params.arguments.command);
    printLine({ id, result: { content: [{ type: 'text', text: 'it ran' }] } });
  } else {
    printLine({ id, result: {} });
  }
});
