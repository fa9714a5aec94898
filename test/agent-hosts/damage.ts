import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LAUNCHER, type Installation } from './product';

/** Damages an installed guard before the host starts. */
export type Damage = (installation: Installation) => Promise<void>;

export const removePolicy: Damage = ({ policy }) => rm(policy);

export const changeOneByteOfPolicy: Damage = async ({ policy }) => {
  const bytes = await readFile(policy);
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  await writeFile(policy, bytes);
};

export const removeFile =
  (name: string): Damage =>
  ({ guard }) =>
    rm(join(guard, name));

/** Makes the launcher name a Node that does not exist, as after VS Code was moved. */
export const loseNode: Damage = async ({ guard }) => {
  const launcher = join(guard, LAUNCHER);
  const text = await readFile(launcher, 'utf8');
  await writeFile(launcher, text.replace(/^node=.*$/m, 'node=/no/such/node'));
};

/** A guard whose program never answers, in any phase. */
export const hang: Damage = async ({ guard }) => {
  const path = join(guard, 'guard.main.js');
  const program = (await readFile(path, 'utf8')).trim().replace(/;$/, '');
  const hanging = `(function (require, module) {
    (${program})(require, module);
    module.exports = { ...module.exports, answer() { for (;;); } };
  })`;
  await writeFile(path, hanging);
};

/** A launcher that runs another command in the phases that match a `case` pattern: `*" pre"`, or `*`. */
export const failIn =
  (pattern: string, body: string): Damage =>
  async ({ guard }) => {
    const launcher = join(guard, LAUNCHER);
    await rename(launcher, join(guard, 'guard.real.sh'));
    const lines = [
      '#!/bin/sh',
      'case "$*" in',
      `${pattern}) ${body} ;;`,
      '*) exec "${0%/*}/guard.real.sh" "$@" ;;',
      'esac',
    ];
    await writeFile(launcher, `${lines.join('\n')}\n`);
    await chmod(launcher, 0o700);
  };

/** A launcher that runs another command when it is asked for a decision. Copilot calls two hooks in sequence. */
export const failBefore = (body: string): Damage => failIn('*" pre" | *" perm"', body);
