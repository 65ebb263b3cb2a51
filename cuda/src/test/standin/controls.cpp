// The functions that only the stand-in has: they set what it simulates, and count its use.
#include <cstdlib>

#include "driver.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

namespace standin {

std::recursive_mutex lock;
Settings settings;
int sticky = 0;
thread_local void *current = nullptr;
Stream default_stream;
std::set<Stream *> streams;
std::map<Address, size_t> allocations;
std::map<void *, size_t> pinned;
std::map<std::string, long> counts;

long setting(const char *name) { return settings.numbers.at(name); }

}  // namespace standin

using namespace standin;

static const char *since_setting[] = {"launches", "allocations_asked", "frees", "modules_loaded", "modules_compiled"};

// Returns whether the setting exists.
EXPORTED int standin_set(const char *name, long value) {
  LOCKED;
  auto found = settings.numbers.find(name);
  if (found == settings.numbers.end()) return 0;
  found->second = value;
  for (const char *name : since_setting) counts[name] = 0;
  return 1;
}

EXPORTED void standin_fail_kernel(const char *name) {
  LOCKED;
  settings.failing_kernel = name;
}

EXPORTED void standin_refuse_kernel(const char *name) {
  LOCKED;
  settings.refused_kernel = name;
}

// A process with a broken context frees nothing; the system frees its memory when it ends.
static void take_back() {
  for (auto &one : allocations) free(reinterpret_cast<void *>(one.first));
  for (auto &one : pinned) free(one.first);
  for (Stream *stream : streams) delete stream;
  allocations.clear();
  pinned.clear();
  streams.clear();
  counts.clear();
}

// Resets to the state after a restart of the process. If the context works, memory, streams and modules in use are kept.
EXPORTED void standin_reset() {
  LOCKED;
  for (Stream *stream : streams) *stream = Stream();
  default_stream = Stream();
  if (sticky || setting("STUCK")) take_back();
  settings = Settings();
  sticky = 0;
  for (const char *name : since_setting) counts[name] = 0;
}

// launches, allocations_asked, frees, modules_loaded and modules_compiled: calls since the last setting.
// allocations, pinned, streams, events, modules and contexts: objects that exist.
EXPORTED long standin_count(const char *what) {
  LOCKED;
  std::string name = what;
  if (name == "allocations") return (long)allocations.size();
  if (name == "pinned") return (long)pinned.size();
  if (name == "streams") return (long)streams.size();
  return counts[name];
}

// Makes AddressSanitizer report accesses to these bytes; has no effect without it.
EXPORTED void standin_forbid([[maybe_unused]] Address from, [[maybe_unused]] size_t bytes) {
#ifdef __SANITIZE_ADDRESS__
  ASAN_POISON_MEMORY_REGION(reinterpret_cast<void *>(from), bytes);
#endif
}
