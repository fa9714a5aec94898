/** Texts with markup, invisible or reordering characters, or extreme length. */
export const HOSTILE: readonly string[] = [
  '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>',
  'echo safe # \u202egnp.live\u202c \u2066; rm -rf /\u2069',
  'rm\u00a0-rf\u200b /tmp/\u0430pp\u0000\u001b[2K\r ls',
  "git commit -m 'first line\nsecond line'",
  'echo שלום עולם && rm -rf مجلد',
  `printf '${'A'.repeat(3000)}'`,
  'echo \u{1F469}\u200d\u{1F4BB} \ud800 half',
];
