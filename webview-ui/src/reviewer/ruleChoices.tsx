import type { RuleToAdd, RuleToRemove } from '../../../src/protocol/reviewer';
import { t } from '../common/texts';
import type { Choice } from './choice';

interface ChooseProps {
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
}

type AddMode = Choice['add'][number];

const MODES = [
  ['enforce', 'enforce'],
  ['shadow', 'inShadow'],
  ['leave', 'leaveOut'],
] as const satisfies readonly (readonly [AddMode, string])[];

/** The class of a card whose rule may be omitted. */
export function leftOutClass(mode: AddMode | undefined): string {
  return mode === 'leave' ? 'left-out' : '';
}

/** The choice of what to do with a rule that a suggestion adds. */
export function AddChoice(props: ChooseProps & { readonly rule: RuleToAdd; readonly at: number }) {
  const { rule, at, choice, onChoice } = props;
  return (
    <select
      aria-label={t('whatWithRule', rule.pattern)}
      value={choice.add[at]}
      onChange={({ currentTarget }) => {
        const mode = modeOf(currentTarget.value);
        onChoice({ ...choice, add: choice.add.map((own, place) => (place === at ? mode : own)) });
      }}
    >
      {MODES.map(([mode, text]) => (
        <option key={mode} value={mode}>
          {t(text)}
        </option>
      ))}
    </select>
  );
}

/** Takes a rule that a suggestion adds, in its suggested mode, or leaves it out. */
export function AddTick(props: ChooseProps & { readonly rule: RuleToAdd; readonly at: number }) {
  const { rule, at, choice, onChoice } = props;
  return (
    <input
      type="checkbox"
      aria-label={t('takeRule', rule.title ?? rule.pattern)}
      checked={choice.add[at] !== 'leave'}
      onChange={({ currentTarget }) => {
        const mode = currentTarget.checked ? (rule.mode ?? 'enforce') : 'leave';
        onChoice({ ...choice, add: choice.add.map((own, place) => (place === at ? mode : own)) });
      }}
    />
  );
}

function modeOf(value: string): AddMode {
  return MODES.find(([mode]) => mode === value)?.[0] ?? 'leave';
}

/** Takes the removal of a rule, or leaves it out. */
export function RemoveTick(props: ChooseProps & { readonly rule: RuleToRemove }) {
  const { rule, choice, onChoice } = props;
  return (
    <input
      type="checkbox"
      aria-label={t('takeRemoval', rule.title ?? rule.pattern)}
      checked={!choice.keep.includes(rule.id)}
      onChange={({ currentTarget }) => {
        onChoice({ ...choice, keep: keptWith(choice, rule, !currentTarget.checked) });
      }}
    />
  );
}

/** The ids of the rules to keep, with or without this rule. */
function keptWith({ keep }: Choice, { id }: RuleToRemove, keeps: boolean): string[] {
  const others = keep.filter((kept) => kept !== id);
  return keeps ? [...others, id] : others;
}

/** The choice of what to do with a rule that a suggestion removes. */
export function RemoveChoice(props: ChooseProps & { readonly rule: RuleToRemove }) {
  const { rule, choice, onChoice } = props;
  const keeps = choice.keep.includes(rule.id);
  return (
    <select
      aria-label={t('whatWithRule', rule.pattern)}
      value={keeps ? 'keep' : 'remove'}
      onChange={({ currentTarget }) => {
        const keep = keptWith(choice, rule, currentTarget.value === 'keep');
        onChoice({ ...choice, keep });
      }}
    >
      <option value="remove">{t('remove')}</option>
      <option value="keep">{t('keep')}</option>
    </select>
  );
}

/** Sets the same choice for the added rules at these indexes. */
export function AllRules(
  props: ChooseProps & { readonly name: string; readonly places: ReadonlySet<number> },
) {
  const { name, places, choice, onChoice } = props;
  return (
    <p class="all-rules" role="group" aria-label={name}>
      {name}{' '}
      {MODES.map(([mode, text]) => (
        <button
          key={mode}
          type="button"
          class="secondary"
          onClick={() => {
            const add = choice.add.map((own, at) => (places.has(at) ? mode : own));
            onChoice({ ...choice, add });
          }}
        >
          {t(text)}
        </button>
      ))}
    </p>
  );
}

/** Sets the same mode for all accepted rules of a category. */
export function ModeButtons(props: {
  readonly name: string;
  readonly onMode: (mode: AddMode) => void;
}) {
  const { name, onMode } = props;
  return (
    <span class="all-rules" role="group" aria-label={name}>
      {MODES.filter(([mode]) => mode !== 'leave').map(([mode, text]) => (
        <button
          key={mode}
          type="button"
          class="secondary"
          onClick={() => {
            onMode(mode);
          }}
        >
          {t(text)}
        </button>
      ))}
    </span>
  );
}
