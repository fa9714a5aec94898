/** The name of a session: its project if that is known, the id of its agent host, and the start of its own id. */
export function sessionName(host: string, sessionId: string, project: string | undefined): string {
  const session = `${host} ${sessionId.slice(0, 8)}`;
  return project === undefined ? session : `${project} · ${session}`;
}

/** The project of a working directory: its last component, on any operating system. Undefined for a root and for ''. */
export function projectOf(cwd: string): string | undefined {
  const name = cwd.split(/[\\/]/).findLast((part) => part !== '');
  return name?.slice(0, 60).toWellFormed();
}
