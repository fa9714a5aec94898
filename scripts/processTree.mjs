import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** @typedef {{ pid: number, parent: number, group: number }} Process */

/**
 * Kills a process, all its descendants, and all processes in its process group, which outlive a parent that has ended.
 * Includes descendants in other groups, because killing a child does not kill the processes that it started.
 * @param {number} root
 */
export function killTree(root) {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/T', '/F', '/PID', String(root)], { stdio: 'ignore' });
    return;
  }
  // A stopped process starts no others. The tree is complete when no new process is found.
  const stopped = new Set();
  for (let found = treeOf(root); found.length > 0; found = treeOf(root)) {
    const fresh = found.filter((pid) => !stopped.has(pid));
    if (fresh.length === 0) break;
    for (const pid of fresh) {
      send(pid, 'SIGSTOP');
      stopped.add(pid);
    }
  }
  for (const pid of stopped) send(pid, 'SIGKILL');
}

/** @param {number} root */
function treeOf(root) {
  const all = processes();
  const tree = new Set(
    all.filter(({ pid, group }) => pid === root || group === root).map(({ pid }) => pid),
  );
  for (let before = 0; before < tree.size;) {
    before = tree.size;
    for (const { pid, parent } of all) if (tree.has(parent)) tree.add(pid);
  }
  tree.delete(process.pid);
  return [...tree];
}

/** @returns {readonly Process[]} */
function processes() {
  if (process.platform === 'linux') return readdirSync('/proc').flatMap(fromProc);
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,pgid='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => asProcess(line.trim().split(/\s+/)));
}

/** @param {string} name @returns {readonly Process[]} */
function fromProc(name) {
  if (!/^\d+$/.test(name)) return [];
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
    // The name of the program is in parentheses and may contain spaces and parentheses itself.
    const [, parent = '', group = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return asProcess([name, parent, group]);
  } catch {
    return []; // it has ended in the meantime
  }
}

/** @param {readonly string[]} numbers @returns {readonly Process[]} */
function asProcess([pid, parent, group]) {
  return pid === undefined || pid === ''
    ? []
    : [{ pid: Number(pid), parent: Number(parent), group: Number(group) }];
}

/**
 * Whether the process still existed.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function send(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // it has ended already, as intended
  }
}
