import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { ROOT } from './shell.mjs';

/**
 * `node scripts/icon.mjs`: draws images/icon.png, the shield of images/view.svg in colour, because the Marketplace does
 * not accept SVG.
 */

const SIZE = 256;
const SAMPLES = 4; // per side of a pixel, for antialiasing
const GROUND = [30, 30, 46];
const SHIELD = [137, 180, 250];
const TICK = [30, 30, 46];

/**
 * Outline of the right half in a 24-unit square; the left half mirrors it.
 * @type {readonly (readonly [number, number])[]}
 */
const RIGHT = [
  [12, 3],
  [19.5, 5.8],
  [19.5, 11.2],
  [19.1, 13.6],
  [18, 15.9],
  [16.3, 18],
  [14.3, 19.8],
  [12, 21],
];
/** @type {readonly (readonly [number, number])[]} */
const OUTLINE = [
  ...RIGHT,
  ...RIGHT.slice(1, -1)
    .reverse()
    .map(([x, y]) => /** @type {const} */ ([24 - x, y])),
];
/** @type {readonly (readonly [number, number])[]} */
const TICK_LINE = [
  [8.2, 12],
  [11, 14.8],
  [15.8, 9.2],
];

/** @param {number} x @param {number} y */
function inShield(x, y) {
  let inside = false;
  for (const [at, [ax, ay]] of OUTLINE.entries()) {
    const [bx, by] = OUTLINE.at(at - 1) ?? [ax, ay];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** @param {number} x @param {number} y */
function onTick(x, y) {
  return TICK_LINE.slice(1).some(([bx, by], index) => {
    const [ax, ay] = TICK_LINE[index] ?? [bx, by];
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const along = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
    return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)) < 1;
  });
}

/** @param {number} x @param {number} y */
function colorAt(x, y) {
  if (!inShield(x, y)) return GROUND;
  return onTick(x, y) ? TICK : SHIELD;
}

/** @param {number} column @param {number} row */
function pixel(column, row) {
  let [red, green, blue] = [0, 0, 0];
  for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
    const x = ((column + ((sample % SAMPLES) + 0.5) / SAMPLES) / SIZE) * 24;
    const y = ((row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) / SIZE) * 24;
    const [r = 0, g = 0, b = 0] = colorAt(x, y);
    red += r;
    green += g;
    blue += b;
  }
  return [red, green, blue].map((part) => Math.round(part / SAMPLES ** 2));
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

const rows = Array.from({ length: SIZE }, (_, row) =>
  Buffer.from([0, ...Array.from({ length: SIZE }, (_, column) => pixel(column, row)).flat()]),
);
const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk('IHDR', header),
  chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
  chunk('IEND', Buffer.alloc(0)),
]);
await writeFile(join(ROOT, 'images', 'icon.png'), png);
