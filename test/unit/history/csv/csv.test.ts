import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { type RulewrightError, isRulewrightError } from '../../../../src/core/errors';
import { CommandEvent } from '../../../../src/core/event';
import type { RowFault } from '../../../../src/core/ports';
import { CSV_COLUMNS } from '../../../../src/history/csv/csvColumns';
import {
  csvEventLine,
  csvHeaderLine,
  noteExtraColumns,
} from '../../../../src/history/csv/csvExport';
import { loadCommandsCsv, readCsvEvents } from '../../../../src/history/csv/csvImport';
import { useTempFolder } from '../../../support/tempFolder';

const HEADER = CSV_COLUMNS.join(',');

describe('CSV import', () => {
  const folder = useTempFolder();

  function file(content: string | Uint8Array): string {
    const path = join(folder(), 'history.csv');
    writeFileSync(path, content);
    return path;
  }

  async function read(
    content: string | Uint8Array,
  ): Promise<{ events: CommandEvent[]; faults: RowFault[] }> {
    const events: CommandEvent[] = [];
    const faults: RowFault[] = [];
    for await (const batch of readCsvEvents(file(content))) {
      events.push(...batch.events);
      faults.push(...batch.faults);
    }
    return { events, faults };
  }

  async function refused(content: string | Uint8Array): Promise<RulewrightError> {
    try {
      await read(content);
    } catch (error) {
      assert.ok(isRulewrightError(error, 'invalid-csv'), String(error));
      assert.ok(error.hint !== undefined && error.hint !== '');
      return error;
    }
    assert.fail('the file was accepted');
  }

  it('reads all thirteen columns', async () => {
    const row =
      'e1,2026-01-05T08:00:00Z,command_executed,2,b7,execute_shell,ls -la,0,out,err,97,0,{}';
    const { events } = await read(`${HEADER}\n${row}\n`);
    assert.deepEqual(events, [
      {
        id: 'e1',
        ts: '2026-01-05T08:00:00Z',
        eventType: 'command_executed',
        tabId: '2',
        batchId: 'b7',
        tool: 'execute_shell',
        command: 'ls -la',
        exitCode: 0,
        stdout: 'out',
        stderr: 'err',
        safetyScore: 97,
        label: 'safe',
        metadata: '{}',
        source: 'csv',
      },
    ]);
    CommandEvent.parse(events[0]);
  });

  it('accepts columns in any order and keeps unknown ones', async () => {
    const { events } = await read('team,command,safety_label,id\nweb,ls,1,e1\n');
    assert.deepEqual(events[0]?.extra, { team: 'web' });
    assert.equal(events[0].command, 'ls');
    assert.equal(events[0].label, 'unsafe');
  });

  it('accepts the short form command,label with other columns', async () => {
    const { events } = await read('command,label,source,group\nrm -rf /,1,made up,g1\nls,0,,\n');
    assert.deepEqual(
      events.map(({ command, label, extra }) => [command, label, extra]),
      [
        ['rm -rf /', 'unsafe', { source: 'made up', group: 'g1' }],
        ['ls', 'safe', undefined],
      ],
    );
  });

  it('distinguishes a column named label if safety_label exists', async () => {
    const { events } = await read('command,label,safety_label\nls,blue,0\n');
    assert.equal(events[0]?.label, 'safe');
    assert.deepEqual(events[0].extra, { label: 'blue' });
  });

  it('reads quoted line breaks, quotes, a byte order mark and both kinds of line breaks', async () => {
    const { events, faults } = await read(
      '\uFEFFid,command\r\n1,"cat <<E\r\nx, ""y""\r\nE"\r\n2,ls\n\n\r\n3,"a\nb"\n4,last',
    );
    assert.deepEqual(faults, []);
    assert.deepEqual(
      events.map((event) => event.command),
      ['cat <<E\r\nx, "y"\r\nE', 'ls', 'a\nb', 'last'],
    );
  });

  it('distinguishes a quoted empty cell from an unquoted one', async () => {
    const { events } = await read('command,stdout,stderr\nls,"",\n');
    assert.equal(events[0]?.stdout, '');
    assert.equal(Object.hasOwn(events[0], 'stderr'), false);
  });

  it('skips invalid rows, reports their lines, and loses no other row', async () => {
    const { events, faults } = await read(
      [
        'id,command,exit_code,safety_score,safety_label',
        '1,"two',
        'lines",0,90,0',
        '2,ls,0,90',
        '3,ls,zero,90,0',
        '4,ls,0,101,0',
        '5,ls,0,90,maybe',
        '6,,0,90,0',
        '7,bad"quote,0,90,0',
        '8,"x"y,0,90,0',
        '9,"keeps',
        'this",0,90,0',
        '10,ls,0,90,0',
        '11,"never closed,0,90,0',
        '12,ls,0,90,0',
      ].join('\n'),
    );
    assert.deepEqual(
      events.map((event) => [event.id, event.command]),
      [
        ['1', 'two\nlines'],
        ['9', 'keeps\nthis'],
        ['10', 'ls'],
        ['12', 'ls'],
      ],
    );
    assert.deepEqual(
      faults.map((fault) => fault.line),
      [4, 5, 6, 7, 8, 9, 10, 14],
    );
    for (const fault of faults) assert.ok(fault.problem.length > 10, fault.problem);
  });

  it('finds invalid rows after the first chunk of a large file', async () => {
    const rows = Array.from({ length: 5000 }, (_, at) => `${at},"echo ""${at}"", done"`);
    rows[3000] = '3000,"open';
    rows[4000] = '4000,half"open';
    const { events, faults } = await read(`id,command\n${rows.join('\n')}\n`);
    assert.deepEqual(
      faults.map((fault) => fault.line),
      [3002, 4002],
    );
    assert.equal(events.length, 4998);
    assert.equal(events.at(-1)?.command, 'echo "4999", done');
  });

  it('skips a row with invalid UTF-8 and keeps an existing replacement character', async () => {
    const good = Buffer.from('id,command\n1,echo \uFFFD\n', 'utf8');
    assert.equal((await read(good)).events[0]?.command, 'echo \uFFFD');
    const bad = Buffer.concat([
      Buffer.from('id,command\n1,caf'),
      Buffer.from([0xe9]),
      Buffer.from('\n2,ls\n'),
    ]);
    const { events, faults } = await read(bad);
    assert.deepEqual(
      events.map((event) => event.id),
      ['2'],
    );
    assert.equal(faults[0]?.line, 2);
  });

  it('assigns the same id to a row without an id each time it is read', async () => {
    const first = await read('command,label\nls,0\nls,0\n');
    const again = await read('command,label\nls,0\nls,0\n');
    const ids = first.events.map((event) => event.id);
    assert.deepEqual(
      ids,
      again.events.map((event) => event.id),
    );
    assert.equal(new Set(ids).size, 2);
  });

  for (const [what, content, line] of [
    ['an empty file', '', 1],
    ['a file of blank lines', '\n\n\n', 1],
    ['a file without a command column', 'id,ts,tool\n1,2,3\n', 1],
    ['a file without a header', 'ls -la\npwd\n', 1],
    ['a file that names a column twice', 'command,id,Command\nls,1,pwd\n', 1],
    ['a file whose header is no CSV', 'comm"and,id\nls,1\n', 1],
    ['a binary file', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3, 10]), 1],
    ['a NUL byte further down', 'command\nls\npwd\0\n', 3],
    ['text in UTF-16', Buffer.from('\uFEFFcommand\nls\n', 'utf16le'), 1],
    ['a line of 1 MB', `command\nls\n${'a'.repeat(1_000_000)}\n`, 3],
    ['a line of 1 MB without an end', `command\nls\n${'a'.repeat(1_000_000)}`, 3],
  ] as const) {
    it(`rejects ${what} and names line ${line}`, async () => {
      const error = await refused(content);
      assert.match(error.message, new RegExp(`^Line ${line} of history\\.csv\\b`));
    });
  }

  it('reports a file that cannot be read', async () => {
    const missing = join(folder(), 'missing.csv');
    await assert.rejects(loadCommandsCsv(missing), (error: unknown) => {
      return isRulewrightError(error, 'io-failed') && error.message.includes(missing);
    });
  });

  it('stops when it is cancelled', async () => {
    const stop = new AbortController();
    stop.abort();
    await assert.rejects(loadCommandsCsv(file('command\nls\n'), { signal: stop.signal }), (error) =>
      isRulewrightError(error, 'cancelled'),
    );
  });

  it('counts distinct commands by label, the most recent last, with missing labels derived from the score', async () => {
    const table = await loadCommandsCsv(
      file(
        'command,safety_score,safety_label\nls,90,\nrm,39.9,\nmv,40,\nls,10,0\nmv,79.9,\ncp,80,1\ncp,,\n,1,1\n',
      ),
    );
    assert.deepEqual(table.commands, [
      { command: 'rm', label: 'unsafe', count: 1, given: false },
      { command: 'ls', label: 'safe', count: 2, given: true },
      { command: 'mv', label: 'unknown', count: 2, given: false },
      { command: 'cp', label: 'unsafe', count: 1, given: true },
      { command: 'cp', label: 'unknown', count: 1, given: false },
    ]);
    assert.equal(table.rows, 7);
    assert.equal(table.skipped, 1);
    assert.equal(table.faults[0]?.line, 9);
  });
});

describe('CSV export', () => {
  const folder = useTempFolder();

  async function again(events: readonly CommandEvent[]): Promise<CommandEvent[]> {
    const extra = new Set<string>();
    for (const event of events) noteExtraColumns(event, extra);
    const lines = events.map((event) => csvEventLine(event, [...extra]));
    const path = join(folder(), 'export.csv');
    writeFileSync(path, [csvHeaderLine([...extra]), ...lines].join(''));
    const back: CommandEvent[] = [];
    for await (const batch of readCsvEvents(path)) {
      assert.deepEqual(batch.faults, []);
      back.push(...batch.events);
    }
    return back;
  }

  async function roundTrip(csv: string): Promise<string> {
    const path = join(folder(), 'import.csv');
    writeFileSync(path, csv);
    const extra = new Set<string>();
    const events: CommandEvent[] = [];
    for await (const batch of readCsvEvents(path)) events.push(...batch.events);
    for (const event of events) noteExtraColumns(event, extra);
    const columns = [...extra];
    return csvHeaderLine(columns) + events.map((event) => csvEventLine(event, columns)).join('');
  }

  it('reproduces a file in its own format byte by byte', async () => {
    const lines = [
      `${HEADER},team,=sum`,
      'a,2026-01-05T08:00:00,command_executed,1,,execute_shell,ls,0.0,,"",99.0,0.0,{},web,=1+1',
      'b,5 Jan,x,,b2,,"echo ""a"",\r\nb",-1,"\n",@,7e1,,"{""k"":1}",,""',
      'c,,,,,,+ls,+1,,,NaN, 2 ,,,',
    ];
    const csv = lines.map((line) => `${line}\r\n`).join('');
    assert.equal(await roundTrip(csv), csv);
  });

  it('writes the new label if a person changed it, not the original text', () => {
    const event: CommandEvent = {
      id: 'a',
      ts: '',
      eventType: '',
      command: 'ls',
      label: 'unsafe',
      raw: { safety_label: '0.0' },
      source: 'csv',
    };
    assert.equal(csvEventLine(event, []), 'a,,,,,,ls,,,,,1,\r\n');
  });

  it('exports every event without loss', async () => {
    // The format cannot represent NUL and unpaired surrogates.
    const text = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .filter((one) => !one.includes('\0'));
    const odd = fc.constantFrom('"', ',', '\n', '\r\n', '\r', ' ', '', '""', ',""', '=1', '\uFEFF');
    const cell = fc.array(fc.oneof(text, odd), { maxLength: 4 }).map((parts) => parts.join(''));
    const word = cell.filter((one) => one.trim() !== '');
    const optional = fc.option(cell, { nil: undefined });
    const event = fc
      .record({
        id: word,
        ts: word,
        eventType: word,
        tabId: optional,
        command: word,
        exitCode: fc.option(fc.integer(), { nil: undefined }),
        stdout: optional,
        safetyScore: fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: undefined }),
        label: fc.option(fc.constantFrom('safe', 'unsafe', 'unknown'), { nil: undefined }),
        metadata: optional,
      })
      .map((fields) => {
        const present = Object.entries(fields).filter(([, value]) => value !== undefined);
        const known = Object.fromEntries(present.map(([k, v]) => [k, Object.is(v, -0) ? 0 : v]));
        return CommandEvent.parse({ ...known, source: 'csv' });
      });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 5 }), async (events) => {
        assert.deepEqual(await again(events), events);
      }),
      { numRuns: 200 },
    );
  });
});
