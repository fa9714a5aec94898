/** A test of what only Linux has; elsewhere there is no such test, so that none is pending. */
export const itOnLinux: (title: string, test: Mocha.AsyncFunc | Mocha.Func) => void =
  process.platform === 'linux' ? (title, test) => it(title, test) : () => undefined;
