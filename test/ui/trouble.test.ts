import assert from 'node:assert/strict';
import { existsSync, readdirSync, renameSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, installedIn, Person } from './person';
import { asSteps } from './steps';

describe('a user whose Rulewright cannot work', () => {
  let person: Person;

  before(async () => {
    person = await Person.atFreshCode('trouble', {
      prepare: async ({ dataFolder }) => {
        const wasm = wasmIn(installedIn(dataFolder));
        await rename(wasm, `${wasm}.away`);
      },
    });
  });

  asSteps(() => person);

  const wasmIn = (extension: string): string => join(extension, 'dist', 'sql-wasm.wasm');
  const openView = async (): Promise<void> => {
    await person.workbench.reload();
    await person.workbench.openContainer('Rulewright');
  };
  const copies = (): readonly string[] => {
    const folder = join(person.storageFolder, 'backups');
    return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.db')) : [];
  };
  const message = (text: RegExp) => person.workbench.view('Suggestions').getByText(text);
  const tryAgain = () => person.workbench.view('Rules').getByText('Try Again');

  it('is told which part of the installation is missing, and continues once it is restored', async () => {
    const { workbench } = person;
    await workbench.openContainer('Rulewright');
    await workbench.toast(/sql-wasm\.wasm.*Install Rulewright again/s).waitFor();
    await message(/Install Rulewright again/).waitFor();
    const wasm = wasmIn(person.extensionFolder);
    await rename(`${wasm}.away`, wasm);
    await tryAgain().click();
    await workbench.view('Suggestions').getByText('sample history').waitFor();
  });

  it('is told that a file blocks the storage folder, and continues once it is removed', async () => {
    const { workbench } = person;
    const folder = person.storageFolder;
    await writeFile(`${folder}.file`, 'a file');
    // In one step, because the open window would create the folder again.
    renameSync(folder, `${folder}.away`);
    renameSync(`${folder}.file`, folder);
    await openView();
    await workbench.toast(/a file is in the way.*Move that file/s).waitFor();
    await message(/Move that file/).waitFor();
    await rm(folder);
    await rename(`${folder}.away`, folder);
    await tryAgain().click();
    await workbench.view('Suggestions').getByText('sample history').waitFor();
  });

  it('gets errors about a file and a diff from the palette, and the policy is unchanged', async () => {
    const { workbench } = person;
    const before = person.policyOnDisk();
    const inputs = join(person.session.workspace, 'inputs');
    await mkdir(inputs);
    await writeFile(join(inputs, 'history.csv'), 'a,b\n1,2\n');
    const fault = { pattern: '(', effect: 'maybe', score: 7 };
    await writeFile(
      join(inputs, 'bad.policydiff.json'),
      JSON.stringify({ add: [fault], remove: ['nobody'], meta: {} }),
    );
    await workbench.command('Rulewright: Import Command History from CSV…');
    await workbench.nameFile(join(inputs, 'history.csv'));
    await workbench.toast(/has no column "command"/).waitFor();
    await workbench.command('Rulewright: Propose Policy Diff…');
    await workbench.nameFile(join(inputs, 'bad.policydiff.json'));
    await workbench.toast(/add\[0\]\.effect/).waitFor();
    assert.equal(person.policyOnDisk(), before);
  });

  it('sees above the suggestions that the policy file is damaged, until it is recovered', async () => {
    const { workbench } = person;
    await workbench.command('Rulewright: Load Starter Rules');
    await workbench.rows('Suggestions').first().waitFor();
    // A backup is written within a second after a change; before that, there is nothing to recover
    // from.
    await eventually(
      () => copies(),
      (names) => names.length > 0,
    );
    await writeFile(join(person.storageFolder, 'rulewright.db'), 'no database');
    await openView();
    await message(/failed its integrity check/).waitFor();
    await workbench.command('Rulewright: Recover Policy…');
    await workbench.answer('Recover Policy', 'APPLY');
    await workbench.toast(/The policy was recovered/).waitFor();
    await message(/failed its integrity check/).waitFor({ state: 'hidden' });
  });

  it('is offered to start again by the notice if no copy is left, and does so', async () => {
    const { workbench } = person;
    await rm(join(person.storageFolder, 'backups'), { recursive: true });
    await writeFile(join(person.storageFolder, 'rulewright.db'), 'no database');
    await openView();
    const notice = workbench.toast(/There is no intact copy/);
    await notice.getByRole('button', { name: 'Recover Policy…' }).click();
    await workbench.answer('Recover Policy', 'APPLY');
    await workbench.toast(/The policy was recovered/).waitFor();
    await message(/failed its integrity check/).waitFor({ state: 'hidden' });
  });
});
