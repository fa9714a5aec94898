/**
 * @typedef {object} Diff
 * @property {readonly { pattern: string, effect: string, score?: number, reason?: string }[]} add
 * @property {{ evidence?: readonly Evidence[] }} meta
 *
 * @typedef {object} Evidence
 * @property {number} unsafeHits
 * @property {number} safeHits
 * @property {readonly { command: string, count: number }[]} unsafeExamples
 */

const WIDEST_CELL = 56;

/**
 * The suggestions of a diff with their evidence, as lines of text in columns.
 * @param {Diff} diff
 */
export function suggestionTable(diff) {
  if (diff.add.length === 0) return 'Nothing worth suggesting was found.';
  const rows = diff.add.map((rule, index) => {
    const found = rule.score === undefined ? 'none' : rule.score.toFixed(2);
    return [rule.effect, nameOf(rule), found, ...evidenceCells(diff.meta.evidence?.[index])].map(
      cell,
    );
  });
  return inColumns([
    ['effect', 'what', 'score', 'unsafe hits', 'safe hits', 'for example'],
    ...rows,
  ]);
}

/**
 * The first part of the reason, which describes what the pattern matches; the diff contains the pattern.
 * @param {{ pattern: string, reason?: string }} rule
 */
function nameOf({ pattern, reason = '' }) {
  const [words = ''] = reason.replaceAll('`', '').split(': ');
  return words === '' ? pattern : words;
}

/** @param {Evidence | undefined} evidence */
function evidenceCells(evidence) {
  if (evidence === undefined) return [];
  const example = evidence.unsafeExamples[0]?.command ?? '';
  return [String(evidence.unsafeHits), String(evidence.safeHits), example];
}

/** @param {string} text */
function cell(text) {
  // Commands are data: a control character must not reach the terminal.
  const shown = text.replaceAll(/\p{C}/gu, '·');
  return shown.length <= WIDEST_CELL ? shown : `${shown.slice(0, WIDEST_CELL - 1)}…`;
}

/** @param {readonly (readonly string[])[]} rows */
function inColumns(rows) {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
