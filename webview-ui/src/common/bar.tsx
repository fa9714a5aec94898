/** A share as a bar beside the text that says it. Screen readers get the text. */
export function Bar({
  share,
  tone = 'plain',
}: {
  readonly share: number;
  readonly tone?: 'plain' | 'good' | 'bad';
}) {
  const width = `${Math.min(100, Math.max(0, share * 100))}%`;
  return (
    <span class={`bar bar-${tone}`} aria-hidden="true">
      <span style={{ width }} />
    </span>
  );
}
