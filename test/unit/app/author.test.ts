import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { findAuthor } from '../../../src/app/author';
import { useTempFolder } from '../../support/tempFolder';

describe('findAuthor', () => {
  const folder = useTempFolder();
  const NAMES = ['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CEILING_DIRECTORIES', 'GIT_DIR'];
  const before = NAMES.map((name) => [name, process.env[name]] as const);
  const gitKnows = async (config: string): Promise<void> => {
    const file = join(folder(), 'gitconfig');
    await writeFile(file, config);
    process.env['GIT_CONFIG_GLOBAL'] = file;
    process.env['GIT_CONFIG_SYSTEM'] = file;
    process.env['GIT_CEILING_DIRECTORIES'] = folder();
    process.env['GIT_DIR'] = join(folder(), 'no-repository');
  };
  afterEach(() => {
    // Replacing `process.env` would disconnect later tests from the real environment.
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  it('uses the setting, trimmed', async () => {
    await gitKnows('[user]\nname = Git Name\n');
    assert.equal(await findAuthor(' Ada '), 'Ada');
  });

  it("uses Git's user name without a setting", async () => {
    await gitKnows('[user]\nname = Git Name\n');
    assert.equal(await findAuthor(' '), 'Git Name');
  });

  it('uses the account name if Git has no name', async () => {
    await gitKnows('');
    assert.equal(await findAuthor(''), userInfo().username);
  });
});
