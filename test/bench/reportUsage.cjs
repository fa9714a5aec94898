// Loaded before a program: writes what the whole process used to the file that USAGE_FILE names.
const { writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeFileSync(
      process.env.USAGE_FILE,
      JSON.stringify({
        rssMb: (maxRSS * 1024) / 1e6,
        cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
      }),
    );
  });
}
