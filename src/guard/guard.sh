#!/bin/sh
# Starts the guard for an agent's hook. Keep this file beside guard.cjs and guard.main.js in a folder that stays, and
# write the path of Node here: hooks run without your PATH.
node=/absolute/path/of/node

# The exit code if the guard does not run: 2 blocks on every host. Only the phases before a command may block: after a
# turn, 2 makes Codex and Gemini CLI continue with the same prompt in an endless loop.
code=2
files=
pass=
for word in "$@"; do
  case $word in
  pre | perm)
    code=2
    break
    ;;
  files) files=yes ;;
  cursor | gemini) pass='{}' ;;
  post | postfail | denied | notify | start | substart | stop | substop | end) code=0 ;;
  esac
done

# Tools that write files are not evaluated yet. Read the input first, so that the host does not get a broken pipe.
if [ -n "$files" ]; then
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
# A workspace may set variables for its agent. They must not change what the guard runs or which policy it reads.
unset NODE_OPTIONS RULEWRIGHT_STORAGE
# Makes VS Code's executable run as Node.
export ELECTRON_RUN_AS_NODE=1
# The process ends before optimized code pays off, and page faults are most of its cost: large pages (where glibc and the
# system support them) reduce their number.
export GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.top_pad=4194304
# The guard answers within eight seconds. If it does not, the system ends it after nine seconds of CPU time, and the hook
# command answers.
ulimit -t 9 2>/dev/null
exec "$node" --v8-pool-size=1 --no-opt --no-sparkplug "$guard" "$@"
