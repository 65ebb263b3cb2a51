// The functions that the stand-in has and a driver has not: they say what it pretends to be, and tell what was done with it.
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

// Tells whether there is such a setting.
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

// What a process with a broken context leaves behind, the system takes back at its end.
static void take_back() {
  for (auto &one : allocations) free(reinterpret_cast<void *>(one.first));
  for (auto &one : pinned) free(one.first);
  for (Stream *stream : streams) delete stream;
  allocations.clear();
  pinned.clear();
  streams.clear();
  counts.clear();
}

// As after a restart of the process, except that memory, streams and modules still held stay where the context is sound.
EXPORTED void standin_reset() {
  LOCKED;
  for (Stream *stream : streams) *stream = Stream();
  default_stream = Stream();
  if (sticky || setting("STUCK")) take_back();
  settings = Settings();
  sticky = 0;
  for (const char *name : since_setting) counts[name] = 0;
}

// launches, allocations_asked, frees, modules_loaded and modules_compiled since the last setting; allocations, pinned, streams, events, modules, contexts: those alive.
EXPORTED long standin_count(const char *what) {
  LOCKED;
  std::string name = what;
  if (name == "allocations") return (long)allocations.size();
  if (name == "pinned") return (long)pinned.size();
  if (name == "streams") return (long)streams.size();
  return counts[name];
}

// Makes AddressSanitizer report whoever touches these bytes; without it, nothing happens.
EXPORTED void standin_forbid([[maybe_unused]] Address from, [[maybe_unused]] size_t bytes) {
#ifdef __SANITIZE_ADDRESS__
  ASAN_POISON_MEMORY_REGION(reinterpret_cast<void *>(from), bytes);
#endif
}
