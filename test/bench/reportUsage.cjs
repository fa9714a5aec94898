// Loaded before a program: writes the resource usage of the whole process to the file named by
// USAGE_FILE.
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
