import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolWrites } from '../../../src/hosts/fileTool';
import { blindCommands } from '../../corpora/expand';
import { HOME, STORAGE } from '../../attacks/ownFileCommands';
import {
  decideTool,
  isHooked,
  placeFiles,
  toolCalls,
  toolFoldersIn,
  type ToolCall,
  type ToolFolders,
} from '../../corpora/toolCalls';
import { useTempFolder } from '../../support/tempFolder';

const LISTS = join(__dirname, '../../corpora/blind');

/** The SHA-256 of each list before its first run. */
const HASHES = {
  fifthFileTools: 'e9a0851a60f8e5cb250b835920ee1670db061436281045f893293775ce5004e4',
  fifthFileToolsHarmless: '7051729f8697539f1dfc59cff6ca11b15553a0cf998753bcd4a4c7045eb6b48e',
  fifthOwnFiles: '6fd1bdd5531e715871083bca2ea92b5f05fd2ce6621df43f66cc955f3b38aadf',
  fifthOwnFilesHarmless: 'f3ec86ce0de7c37f9dd8c61a3f29073c4c634f76cbd6325c2b0505e06e86d755',
};

/** A home folder whose path shows that it is one; its files do not exist. */
const USUAL: ToolFolders = { home: HOME, storage: STORAGE };

/** Not stopped: a short name of Windows, which only Windows can resolve, and a hard link. */
const PASSES = /CLAUDE~1|hard\.md/;
/** Asked about: the name of the tool does not tell whether it writes, or code writes a file in an unusual home folder. */
const UNSURE = /__(?:call|persist|executeCode) /;
/** Tools that the documentation of the hosts does not name for hooks. */
const UNHOOKED = /^(?:cursor (?:StrReplace|edit_file|search_replace|delete_file)|gemini edit) /;

const wanted = ({ text, group }: ToolCall): readonly string[] => {
  if (PASSES.test(text)) return ['none'];
  // Hosts that cannot ask deny.
  if (group.startsWith('asked')) return ['ask'];
  return UNSURE.test(text) ? ['ask', 'deny'] : ['deny'];
};

describe('self-protection on file tools', () => {
  const folder = useTempFolder();

  it('was measured with lists that were not changed after their first run', () => {
    for (const [name, hash] of Object.entries(HASHES)) {
      const bytes = readFileSync(join(LISTS, `${name}.txt`));
      assert.equal(createHash('sha256').update(bytes).digest('hex'), hash, name);
    }
    assert.ok(blindCommands('fifthOwnFiles').length >= 60);
  });

  for (const place of ['usual', 'other'] as const) {
    const folders = (): ToolFolders => (place === 'usual' ? USUAL : toolFoldersIn(folder()));

    it(`stops each call of the list in a home folder at its ${place} place`, () => {
      if (place === 'other') placeFiles(folders());
      const calls = toolCalls('fifthFileTools', folders());
      const wrong = calls
        .filter(({ group }) => place === 'other' || !group.includes('links'))
        .map((call) => ({ call, decision: decideTool(call, folders()) }))
        .filter(({ call, decision }) => !wanted(call).includes(decision));
      assert.ok(calls.length >= 60);
      assert.deepEqual(
        wrong.map(({ call, decision }) => `${decision}: ${call.text}`),
        [],
      );
    });

    it(`stops no harmless call in a home folder at its ${place} place`, () => {
      if (place === 'other') placeFiles(folders());
      const calls = toolCalls('fifthFileToolsHarmless', folders());
      const stopped = calls.filter((call) => decideTool(call, folders()) !== 'none');
      assert.ok(calls.length >= 60);
      assert.deepEqual(
        stopped.map(({ text }) => text),
        [],
      );
    });
  }

  it('gets the calls of every listed tool from the installed hooks', () => {
    const unhooked = toolCalls('fifthFileTools', USUAL).filter((call) => !isHooked(call));
    assert.deepEqual(
      unhooked.filter(({ text }) => !UNHOOKED.test(text)).map(({ text }) => text),
      [],
    );
  });

  it('reads any JSON as input, of any depth and size', () => {
    const deep = '['.repeat(5000) + ']'.repeat(5000);
    for (const input of [
      null,
      7,
      true,
      '',
      'x',
      '{',
      deep,
      [],
      { path: 7 },
      { path: { path: [] } },
    ]) {
      assert.doesNotThrow(() => toolWrites({ tool_input: input }, 'mcp__a__write', true));
    }
    const many = { paths: Array.from({ length: 100_000 }, (_, at) => `/tmp/${at}`) };
    const { paths = [] } = toolWrites({ tool_input: many }, 'mcp__a__write', true) ?? {};
    assert.ok(paths.length > 0 && paths.length <= 1000);
  });

  it('copies only into a file, and moves out of it as well', () => {
    const call = (tool: string, input: object): string =>
      decideTool({ ...{ text: '', group: '', host: 'claude' }, isMcp: true, tool, input }, USUAL);
    const own = `${HOME}/.claude/settings.json`;
    assert.equal(call('mcp__fs__copy_file', { source: own, destination: '/tmp/x' }), 'none');
    assert.equal(call('mcp__fs__copy_file', { source: '/tmp/x', destination: own }), 'deny');
    assert.equal(call('mcp__fs__move_file', { source: own, destination: '/tmp/x' }), 'deny');
    assert.equal(call('mcp__fs__delete', { root: HOME, path: 'app/old.md' }), 'none');
    assert.equal(call('mcp__fs__delete', { root: HOME, path: '.claude' }), 'deny');
  });
});
