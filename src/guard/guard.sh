#!/bin/sh
# Starts the guard for an agent's hook. Keep this file beside guard.cjs and guard.main.js in a folder that stays, and
# write the path of Node here: hooks run without your PATH.
node=/absolute/path/of/node

# The exit code where the guard does not run: 2 blocks on every host. Only a question before a command may be blocked:
# after a turn, 2 tells Codex and Gemini CLI to go on with the same prompt, without an end.
code=2
others=
mcp=
pass=
for word in "$@"; do
  case $word in
  pre | perm)
    code=2
    break
    ;;
  --tools) others=yes ;;
  mcp) mcp=yes ;;
  cursor | gemini) pass='{}' ;;
  post | postfail | denied | notify | start | substart | stop | substop | end) code=0 ;;
  esac
done

# Nothing is decided yet of tools that write files, nor after a tool of an MCP server: they pass at once. Their input is
# taken first, for a host that would find its pipe broken. Before a tool of an MCP server, the guard looks for a command.
if [ -n "$others" ] && ! { [ -n "$mcp" ] && [ "$code" = 2 ]; }; then
  cat >/dev/null
  echo "$pass"
  exit 0
fi

guard=${0%/*}/guard.cjs
if [ ! -x "$node" ]; then
  echo "Rulewright could not decide: there is no program $node. Write the path of Node into $0." >&2
  exit $code
fi
if [ ! -f "$guard" ]; then
  echo "Rulewright could not decide: there is no $guard. Copy it there, and name $0 by its whole path." >&2
  exit $code
fi
# A workspace may set variables for its agent: none of them chooses what the guard runs or which policy it reads.
unset NODE_OPTIONS RULEWRIGHT_STORAGE
# VS Code's own program is Node when it is told so.
export ELECTRON_RUN_AS_NODE=1
# A process that lives for one command is done before compiled code pays off, and most of what it costs is memory that
# the system hands out page by page: large pages (where glibc and the system have them) make that a few times.
export GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.top_pad=4194304
# The guard answers after eight seconds at the latest, whatever its program does. Should it not, the system ends it after
# nine seconds of computing, and the hook line answers.
ulimit -t 9 2>/dev/null
exec "$node" --v8-pool-size=1 --no-opt --no-sparkplug "$guard" "$@"
