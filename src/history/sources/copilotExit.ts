/** `<exited with exit code 1>`, `<shellId: 0 completed with exit code 1>`. */
export function exitIn(text: string): number | undefined {
  const code = /<[^<>\n]*\bexit code (-?\d{1,10})>\s*$/.exec(text)?.[1];
  return code === undefined ? undefined : Number(code);
}
