import { DENIED_MARK } from './product';
import { blocks, check, problemOfRow, runs, type Check } from './checks';
import type { Case, Setup } from './cases';
import type { AgentHost, FormName } from './host';

interface Form {
  readonly title: string;
  readonly answer?: NonNullable<Case['answer']>;
}

/**
 * Ways in which files determine whether hooks run. Their effect on a host is in `forms` of the
 * host.
 */
const FORMS: Readonly<Record<FormName, Form>> = {
  userOff: { title: 'a setting of the person' },
  localOff: { title: 'the local settings beside those of the person' },
  variableOff: { title: 'a variable in the settings of the person' },
  safeModeOff: { title: 'the variable of the safe mode in these settings' },
  nameOff: { title: 'our hooks by their name, in a text where a list is meant' },
  oddValue: { title: 'a value of another type than the setting has' },
  earlierName: { title: 'the earlier name of the setting beside the later one' },
  profileOff: { title: 'a profile of the person, with which the host is started' },
  machineOff: { title: 'settings of the machine that a variable of the person names' },
  movedFolder: { title: 'a file of the person that names another folder of settings' },
  movedHome: { title: 'a variable of the environment that names another folder of settings' },
  noPlugins: { title: 'an empty list of plugins' },
  projectOff: { title: 'a file of a trusted project' },
  projectHooks: { title: 'hooks of a trusted project that are no hooks' },
  projectVariable: { title: 'variables in the settings of a trusted project', answer: 'nothing' },
  projectVariableOff: { title: 'a file of variables of the project' },
  variableAboveOff: { title: 'a file of variables in a folder above the project' },
  untrustedFolder: { title: 'a folder that the person does not trust', answer: 'yes' },
};

/** One case for each form. */
export function casesOfForms(scripts: Case['scripts'], ends: Check): readonly Case[] {
  return Object.entries(FORMS).map(([key, { title, ...form }]) => {
    const name = key as FormName; // the keys of FORMS
    return {
      ...form,
      name,
      title: `${title}: the view says what it does`,
      form: name,
      scripts,
      install: installed(name),
      appliesTo: ({ forms }) => forms[name] !== undefined,
      checks: [matchesDisplay(name), ends, showsForm(name)],
      row: rowOf(name),
    };
  });
}

const installed =
  (name: FormName) =>
  async ({ host, connect, trust, add, note }: Setup): Promise<void> => {
    await connect();
    await trust();
    await add(host.forms[name]);
    await note('form');
  };

const showsOf = ({ forms }: AgentHost, name: FormName) => forms[name]?.shows ?? 'connected';

/** A denied command runs exactly where the view does not say that the host asks. */
const matchesDisplay = (name: FormName): Check =>
  check('runs', (seen, host) => {
    const wanted = showsOf(host, name) === 'connected' ? blocks(DENIED_MARK) : runs(DENIED_MARK);
    return wanted.problem(seen, host);
  });

/** The view says so before the host was started, and names the file that switches the hooks off. */
const showsForm = (name: FormName): Check =>
  check('shows', ({ rows }, host) => problemOfRow(rows, 'form', rowOf(name)(host)));

const PLACES = { home: '$HOME', workspace: '$WORKSPACE', above: '$ABOVE' };

const rowOf =
  (name: FormName) =>
  (host: AgentHost): string => {
    const [file] = host.forms[name]?.files ?? [];
    switch (showsOf(host, name)) {
      case 'connected':
        return 'protected';
      case 'unreadable':
        return 'unreadable';
      case 'off':
        return `switched off by ${file === undefined ? '' : `${PLACES[file.in]}/${file.path}`}`;
    }
  };
