import { LIMIT_SECONDS } from '../hostFiles';

/**
 * The source of the plugin: an ES module for Node 20 or newer and for Bun. `hooks` is the text of a
 * JSON object in the format of other hosts' hook files.
 */
export function pluginText(hooks: string): string {
  return `${HEAD}${hooks};\n${BODY}`;
}

const HEAD = `// Written by Rulewright: opencode asks it before each command. Not edited by hand: Rulewright shows an edited file as
// changed. To remove it, run "Rulewright: Disconnect Agent Host" in VS Code.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const LIMIT_MS = ${LIMIT_SECONDS * 1000};
/** For what decides nothing. A guard that takes longer goes on by itself. */
const TELL_LIMIT_MS = 3000;
const HOOKS = `;

const BODY = String.raw`
export const Rulewright = async ({ directory }) => {
  /** The session that a sub-agent works for, by the sub-agent's session. */
  const parents = new Map();
  const sessions = new Set();
  /** Calls of tools that have not ended, by their id. */
  const calls = new Map();

  const rootOf = (session) => {
    let root = session;
    for (let depth = 0; depth < 20 && parents.has(root); depth += 1) root = parents.get(root);
    return root;
  };
  const input = (event, session, more) => {
    const root = rootOf(session);
    return {
      agent_host: 'opencode',
      hook_event_name: event,
      session_id: root,
      ...(root === session ? {} : { agent_id: session }),
      cwd: directory,
      ...more,
    };
  };
  const toolInput = (event, { tool, sessionID, callID }, args) => {
    sessions.add(rootOf(sessionID));
    const cwd = resolve(directory, typeof args?.workdir === 'string' ? args.workdir : '.');
    return input(event, sessionID, { cwd, tool_use_id: callID, tool_name: tool, tool_input: args });
  };
  let told = Promise.resolve();
  /** Tells Rulewright what has happened, one after the other. A failure of that stops nothing. */
  const tell = (sent, tool) => {
    for (const line of linesFor(sent.hook_event_name, tool)) {
      told = told.then(() => run(line, sent, TELL_LIMIT_MS)).catch(() => {});
    }
    return told;
  };

  return {
    'tool.execute.before': async (call, { args }) => {
      const sent = toolInput('tool.execute.before', call, args);
      for (const line of linesFor('tool.execute.before', call.tool)) {
        calls.set(call.callID, { tool: call.tool, args });
        const { code, stdout, stderr } = await run(line, sent, LIMIT_MS);
        if (code !== 0) throw new Error(stderr.trim() || 'Blocked: the guard of Rulewright did not answer.');
        const answer = stdout.trim() === '' ? {} : JSON.parse(stdout);
        if (answer.decision !== undefined) throw new Error(answer.reason);
      }
    },
    'tool.execute.after': async (call, result) => {
      calls.delete(call.callID);
      const exit = result?.metadata?.exit;
      const sent = toolInput('tool.execute.after', call, call.args);
      await tell({ ...sent, tool_response: typeof exit === 'number' ? { exit_code: exit } : {} }, call.tool);
    },
    event: async ({ event: { type, properties } }) => {
      if (type === 'session.created') {
        const { id, parentID } = properties.info;
        if (parentID === undefined) sessions.add(id);
        else parents.set(id, parentID);
        await tell(input(parentID === undefined ? type : 'subagent.created', id));
      } else if (type === 'session.idle') {
        const { sessionID } = properties;
        await tell(input(parents.has(sessionID) ? 'subagent.idle' : type, sessionID));
      } else if (type === 'permission.asked') {
        const open = calls.get(properties.tool?.callID);
        const asked = open && { asked_tool: open.tool, asked_command: open.args?.command };
        await tell(input(type, properties.sessionID, { notification_type: 'permission_prompt', ...asked }));
      }
    },
    dispose: async () => {
      await Promise.all([...sessions].map((session) => tell(input('dispose', session))));
    },
  };
};

function linesFor(event, tool = '') {
  const entries = HOOKS.hooks[event] ?? [];
  return entries.filter(({ tools = '' }) => new RegExp(tools).test(tool)).map(({ command }) => command);
}

/** Runs a line with the shell. Rejects if it takes too long or cannot be started. */
function run(line, input, limitMs) {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', line], { stdio: 'pipe' });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8').on('data', (piece) => (output[name] += piece));
    }
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error('Blocked: the guard of Rulewright did not answer in time.'));
    }, limitMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ ...output, code });
    });
    // What does not start the guard reads nothing.
    child.stdin.on('error', () => {}).end(JSON.stringify(input));
  });
}
`;
