/** A test of a Linux feature. On other systems it is not defined, so that no test is pending. */
export const itOnLinux: (title: string, test: Mocha.AsyncFunc | Mocha.Func) => void =
  process.platform === 'linux' ? (title, test) => it(title, test) : () => undefined;
