import type { ComponentChildren } from 'preact';
import { Icon } from '../common/icon';
import { t } from '../common/texts';

/** A step with its number, and whether it is completed. */
export function Step(props: {
  readonly number: number;
  readonly title: string;
  readonly about: string;
  readonly isDone: boolean;
  readonly children: ComponentChildren;
}) {
  const { number, title, about, isDone } = props;
  const id = `step-${number}`;
  return (
    <li class={isDone ? 'step step-done' : 'step'}>
      <section aria-labelledby={id}>
        <div class="step-title">
          <h2 id={id}>
            {String(number)}. {title}
          </h2>
          <span class="step-state">
            <Icon name={isDone ? 'done' : 'none'} /> {isDone ? t('stepDone') : t('stepOpen')}
          </span>
        </div>
        <p class="hint">{about}</p>
        {props.children}
      </section>
    </li>
  );
}
