import { MAX_COMMAND, Subject, type FromExplain } from '../../../src/protocol/explain';
import type { Effect } from '../../../src/core/rule';
import { Icon } from '../common/icon';
import { t } from '../common/texts';

/** Maximum length of a command that a rule can be made from. */
const MAX_LIKE = 100_000;
const EFFECTS = [
  ['deny', 'denyLikeThis'],
  ['ask', 'askLikeThis'],
  ['allow', 'allowLikeThis'],
] as const satisfies readonly (readonly [Effect, string])[];

/** The fields for the command and its context, and the available actions. */
export function Fields(props: {
  readonly subject: Subject;
  readonly send: (message: FromExplain) => void;
  readonly onEdit: (change: Partial<Subject>) => void;
}) {
  const { subject, send, onEdit } = props;
  const { command, cwd, shell } = subject;
  const isEmpty = command.trim() === '';
  return (
    <section class="fields" aria-label={t('commandBox')}>
      <div class="field">
        <label htmlFor="command">{t('commandBox')}</label>
        <textarea
          id="command"
          class="mono"
          rows={Math.min(8, Math.max(2, command.split('\n', 9).length))}
          spellcheck={false}
          autocapitalize="off"
          maxLength={MAX_COMMAND}
          value={command}
          onInput={(event) => {
            onEdit({ command: event.currentTarget.value });
          }}
        />
      </div>
      <div class="context">
        <div class="field grow">
          <label htmlFor="cwd">{t('cwdBox')}</label>
          <input
            id="cwd"
            class="mono"
            type="text"
            autocomplete="off"
            spellcheck={false}
            maxLength={4096}
            placeholder={t('cwdPlaceholder')}
            value={cwd}
            onInput={(event) => {
              onEdit({ cwd: event.currentTarget.value });
            }}
          />
        </div>
        <div class="field">
          <label htmlFor="shell">{t('shellBox')}</label>
          <select
            id="shell"
            value={shell}
            onChange={(event) => {
              const chosen = Subject.shape.shell.safeParse(event.currentTarget.value);
              if (chosen.success) onEdit({ shell: chosen.data });
            }}
          >
            <option value="bash">{t('shellPosix')}</option>
            <option value="powershell">{t('shellPowershell')}</option>
          </select>
        </div>
      </div>
      <div class="actions">
        <button
          type="button"
          class="secondary"
          disabled={isEmpty}
          onClick={() => {
            send({ type: 'copy', command });
          }}
        >
          {t('copyCommand')}
        </button>
        {EFFECTS.map(([effect, text]) => (
          <button
            key={effect}
            type="button"
            class="secondary"
            disabled={isEmpty || command.length > MAX_LIKE}
            onClick={() => {
              send({ type: 'likeThis', effect, command });
            }}
          >
            <Icon name={effect} /> {t(text)}
          </button>
        ))}
      </div>
    </section>
  );
}
