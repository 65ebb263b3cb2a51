// The state of the stand-in driver, and declarations that its parts share. Every entry point takes the same lock.
#pragma once
#include <cstdlib>
#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <set>

#include "grid.h"

#define EXPORTED extern "C" __attribute__((visibility("default")))
#define API EXPORTED int
#define LOCKED std::lock_guard<std::recursive_mutex> guard(standin::lock)
#define IN_CONTEXT                                 \
  LOCKED;                                          \
  if (standin::sticky) return standin::sticky;     \
  if (!standin::current) return standin::NO_CONTEXT

namespace standin {

using Address = unsigned long long;
using Work = std::function<void()>;

// Numbered as in cuda.h.
enum Result {
  INVALID_VALUE = 1,
  OUT_OF_MEMORY = 2,
  NO_DEVICE = 100,
  INVALID_DEVICE = 101,
  INVALID_IMAGE = 200,
  NO_CONTEXT = 201,
  NO_BINARY_FOR_GPU = 209,
  UNSUPPORTED_PTX_VERSION = 222,
  NOT_FOUND = 500,
  NOT_READY = 600,
  LAUNCH_OUT_OF_RESOURCES = 701,
};

// Settings by name; README.md describes them.
struct Settings {
  std::map<std::string, long> numbers{
      {"DEVICES", 1},         {"DRIVER", 13000},  {"MEMORY", 4L << 30}, {"LAZY", 0},
      {"FAIL_ALLOCATION", 0}, {"FAIL_LAUNCH", 0}, {"FAIL_CODE", 700},
      {"ALLOCATIONS_FAILING", 0}, {"REFUSE_PTX", 0}, {"REFUSE_MACHINE_CODE", 0}, {"REFUSE_LAUNCH", 0},
      {"STUCK", 0},           {"NVML", 1},        {"REVERSED", 0},      {"MIG", 0},
  };
  std::string refused_kernel;
  Settings() {
    for (auto &[name, value] : numbers) {
      const char *given = getenv(("STANDIN_" + name).c_str());
      if (given) value = atol(given);
    }
  }
  std::string failing_kernel = getenv("STANDIN_FAIL_KERNEL") ? getenv("STANDIN_FAIL_KERNEL") : "";
};

struct Stream {
  std::deque<Work> waiting;
  long accepted = 0;
  long done = 0;
};

struct Event {
  Stream *stream = nullptr;
  long after = 0;
  bool asked = false;
  std::chrono::steady_clock::time_point at;
};

extern std::recursive_mutex lock;
extern Settings settings;
extern int sticky;  // error of a failed kernel; no context of the process works after it
extern thread_local void *current;
extern Stream default_stream;
extern std::set<Stream *> streams;
extern std::map<Address, size_t> allocations;
extern std::map<void *, size_t> pinned;
extern std::map<std::string, long> counts;

long setting(const char *name);

// The last digits of the UUID of a device, and of its GPU; all other digits are 0.
long own_uuid(int device);
long gpu_uuid(int device);

Stream *stream_of(void *handle);

// Adds work to a stream. It runs immediately or, in lazy mode, when the caller waits for it.
int put(void *stream, Work work);

// Runs the work of a stream up to the mark.
void run_until(Stream *stream, long mark);
void drain(Stream *stream);
void drain_all();

}  // namespace standin
