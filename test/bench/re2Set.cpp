// Baseline of match.bench.ts: RE2::Set over the same rules and commands, NUL-separated files.
// Prints CPU microseconds a command (median of rounds) and the number of matches.
#include <re2/re2.h>
#include <re2/set.h>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

static std::vector<std::string> parts(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream all;
  all << file.rdbuf();
  std::vector<std::string> found;
  std::string part;
  while (std::getline(all, part, '\0')) found.push_back(part);
  return found;
}

int main(int, char** argv) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1LL << 30);
  RE2::Set set(options, RE2::UNANCHORED);
  for (const auto& pattern : parts(argv[1]))
    if (set.Add(pattern, nullptr) < 0) return 1;
  if (!set.Compile()) return 1;
  const auto commands = parts(argv[2]);
  std::vector<double> rounds;
  size_t matches = 0;
  for (int round = 0; round < 6; round++) {
    matches = 0;
    std::vector<int> found;
    const clock_t start = clock();
    for (const auto& command : commands) {
      set.Match(command, &found);
      matches += found.size();
    }
    rounds.push_back(1e6 * (clock() - start) / CLOCKS_PER_SEC / commands.size());
  }
  const double first = rounds.front();
  std::sort(rounds.begin(), rounds.end());
  printf("%f %f %zu\n", rounds[rounds.size() / 2], first, matches);
}
