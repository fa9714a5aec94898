/** A bar for a share, next to its text. Hidden from screen readers, which read the text. */
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
