#!/bin/sh
# Starts the guard for an agent's hook. Keep this file beside guard.cjs and guard.main.js in a folder that stays, and
# write the path of Node here: hooks run without your PATH.
node=/absolute/path/of/node

# Where sh is bash, a variable of the environment can define a function with the name of a command below. The other
# commands are special: no function precedes them.
unset -f '[' echo ulimit 2>/dev/null

# The exit code if the guard does not run: 2 blocks on every host. Only the phases before a command may block: after a
# turn, 2 makes Codex and Gemini CLI continue with the same prompt in an endless loop.
code=2
for word in "$@"; do
  case $word in
  pre | perm)
    code=2
    break
    ;;
  post | postfail | denied | notify | start | substart | stop | substop | end) code=0 ;;
  esac
done

guard=${0%/*}/guard.cjs
if [ ! -x "$node" ]; then
  echo "Rulewright could not decide: there is no program $node. Write the path of Node into $0." >&2
  exit $code
fi
if [ ! -f "$guard" ]; then
  echo "Rulewright could not decide: there is no $guard. Copy it there, and name $0 by its whole path." >&2
  exit $code
fi
# A workspace may set variables for its agent. They must not change what the guard runs, loads or writes, or which policy
# it reads. A list, because looking through the environment would cost a process. What has reached this shell itself by
# then, such as LD_PRELOAD, is named in docs/agent-hooks.md.
unset RULEWRIGHT_STORAGE \
  LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT LD_DEBUG LD_DEBUG_OUTPUT LD_PROFILE LD_PROFILE_OUTPUT LD_BIND_NOW LD_BIND_NOT \
  LD_DYNAMIC_WEAK LD_HWCAP_MASK LD_ORIGIN_PATH LD_POINTER_GUARD LD_PREFER_MAP_32BIT_EXEC LD_SHOW_AUXV \
  LD_TRACE_LOADED_OBJECTS LD_TRACE_PRELINKING LD_USE_LOAD_BIAS LD_VERBOSE LD_WARN LD_ASSUME_KERNEL LD_PRELOAD_32 \
  LD_PRELOAD_64 \
  DYLD_INSERT_LIBRARIES DYLD_LIBRARY_PATH DYLD_FRAMEWORK_PATH DYLD_FALLBACK_LIBRARY_PATH DYLD_ROOT_PATH \
  DYLD_FALLBACK_FRAMEWORK_PATH DYLD_VERSIONED_LIBRARY_PATH DYLD_VERSIONED_FRAMEWORK_PATH DYLD_IMAGE_SUFFIX \
  DYLD_SHARED_REGION DYLD_SHARED_CACHE_DIR DYLD_PRINT_TO_FILE DYLD_PRINT_LIBRARIES DYLD_FORCE_FLAT_NAMESPACE \
  NODE_OPTIONS NODE_PATH NODE_V8_COVERAGE NODE_COMPILE_CACHE NODE_COMPILE_CACHE_PORTABLE NODE_DISABLE_COMPILE_CACHE \
  NODE_DEBUG NODE_DEBUG_NATIVE NODE_DISABLE_COLORS NODE_EXTRA_CA_CERTS NODE_ICU_DATA NODE_NO_WARNINGS \
  NODE_PENDING_DEPRECATION NODE_PENDING_PIPE_INSTANCES NODE_PRESERVE_SYMLINKS NODE_PRESERVE_SYMLINKS_MAIN \
  NODE_REDIRECT_WARNINGS NODE_REPL_EXTERNAL_MODULE NODE_REPL_HISTORY NODE_REPL_HISTORY_SIZE NODE_REPL_MODE \
  NODE_SKIP_PLATFORM_CHECK NODE_TEST_CONTEXT NODE_TLS_REJECT_UNAUTHORIZED NODE_USE_ENV_PROXY NODE_USE_SYSTEM_CA \
  NODE_CHANNEL_FD NODE_CHANNEL_SERIALIZATION_MODE NODE_UNIQUE_ID NODE_ENV NODE_CLUSTER_SCHED_POLICY \
  OPENSSL_CONF OPENSSL_MODULES OPENSSL_ENGINES UV_THREADPOOL_SIZE UV_USE_IO_URING \
  ELECTRON_NO_ASAR ELECTRON_ENABLE_LOGGING ELECTRON_LOG_FILE ELECTRON_LOG_ASAR_READS ELECTRON_ENABLE_STACK_DUMPING \
  ELECTRON_DEFAULT_ERROR_MODE ELECTRON_OVERRIDE_DIST_PATH ELECTRON_NO_ATTACH_CONSOLE ELECTRON_FORCE_IS_PACKAGED \
  ELECTRON_DEBUG_NOTIFICATIONS ELECTRON_DISABLE_SECURITY_WARNINGS ELECTRON_TRASH ELECTRON_OZONE_PLATFORM_HINT
# Makes VS Code's executable run as Node.
export ELECTRON_RUN_AS_NODE=1
# The process ends before optimized code pays off, and page faults are most of its cost: large pages (where glibc and the
# system support them) reduce their number.
export GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.top_pad=4194304
# The guard answers within eight seconds. If it does not, the system ends it after nine seconds of CPU time, and the hook
# command answers.
ulimit -t 9 2>/dev/null
exec "$node" --v8-pool-size=1 --no-opt --no-sparkplug "$guard" "$@"
